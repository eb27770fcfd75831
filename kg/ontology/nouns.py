"""Which nouns name kinds of people, organisations, places, times, numbers, concepts and other things.

The words that classes end in: "film production company" is a company. A noun of several kinds, or one
that a reader of texts may mark in several ways (a museum acts, and is visited), has all of them.
"""

from collections.abc import Mapping

NOUNS: Mapping[str, str] = {
    "person": """
        person human people individual man woman boy girl child adult infant baby citizen resident native
        artist author writer poet novelist playwright dramatist screenwriter journalist reporter editor
        columnist blogger critic translator actor actress comedian performer entertainer dancer
        choreographer singer musician composer songwriter conductor rapper pianist guitarist drummer
        violinist painter sculptor photographer illustrator cartoonist designer architect engineer
        scientist researcher physicist chemist biologist mathematician astronomer economist historian
        philosopher psychologist sociologist anthropologist archaeologist linguist geologist botanist
        zoologist statistician scholar academic professor teacher lecturer educator student pupil
        graduate alumnus alumna apprentice physician doctor surgeon nurse dentist pharmacist veterinarian
        psychiatrist patient midwife lawyer judge attorney solicitor barrister prosecutor notary jurist
        magistrate juror politician president minister senator congressman congresswoman
        legislator lawmaker councillor mayor governor chancellor ambassador diplomat monarch king queen
        emperor empress prince princess duke duchess earl baron noble nobleman ruler sultan pharaoh
        pope bishop archbishop cardinal priest monk nun cleric imam rabbi saint missionary pastor
        theologian soldier sailor airman officer general admiral colonel captain lieutenant sergeant
        commander veteran warrior astronaut cosmonaut pilot aviator navigator explorer athlete sportsman
        sportswoman sportsperson footballer cricketer swimmer boxer wrestler cyclist skier skater golfer
        runner gymnast player quarterback goalkeeper coach trainer referee umpire manager executive
        director producer chairman chairwoman chairperson chair founder entrepreneur businessman
        businesswoman businessperson banker investor inventor employee worker staff boss chief
        farmer cook chef model activist philanthropist spy criminal suspect defendant plaintiff victim
        witness murderer terrorist parent father mother spouse husband wife partner son daughter sibling
        brother sister relative ancestor descendant member friend user customer passenger celebrity
        rector dean principal librarian curator secretary treasurer candidate voter hero heroine
        inhabitant personnel crew laureate dentist youtuber presenter host broadcaster
    """,
    "organisation": """
        organisation organization company corporation business enterprise firm startup conglomerate
        subsidiary manufacturer supplier vendor retailer distributor publisher airline carrier bank
        insurer brewery label studio broadcaster network newspaper magazine agency bureau department
        ministry authority government administration council committee commission parliament
        legislature senate congress cabinet court tribunal party coalition union association society
        federation confederation league club team squad franchise band orchestra choir ensemble duo trio
        quartet institute foundation charity trust fund consortium cooperative partnership institution
        army navy regiment battalion brigade division militia guard police gang cartel faction movement
        group ngo nonprofit think-tank board embassy order fraternity sorority cult denomination
        employer operator contractor lender borrower tribe clan dynasty unit troop fleet command
        academy legislature
    """,
    "place": """
        place location city town village hamlet municipality borough suburb neighbourhood neighborhood
        quarter ward settlement capital metropolis province county canton prefecture region
        territory area zone island peninsula archipelago continent ocean sea lake river stream creek canal
        watercourse reservoir waterfall bay gulf strait lagoon fjord glacier mountain hill peak volcano
        valley canyon desert forest jungle plain plateau steppe coast beach cape cave wetland swamp
        marsh basin delta spring geyser reef road street avenue highway motorway square plaza park garden
        bridge tunnel dam tower house castle palace fortress lighthouse monument memorial cemetery grave
        ruin site habitat ecosystem landform birthplace residence address venue pitch course runway
        landscape border crater spaceport harbour harbor landmark building structure skyscraper apartment
        destination origin parish oblast governorate
    """,
    "organisation place": """
        country state nation kingdom empire republic colony district constituency commune
        university college school campus faculty hospital clinic museum gallery library archive theatre theater
        cinema opera restaurant cafe bar pub hotel church mosque synagogue temple cathedral abbey
        monastery convent shrine airport station port stadium arena gymnasium observatory
        laboratory lab prison jail factory plant mine farm shop store supermarket mall market zoo
        aquarium winery headquarters headquarter base facility office ground
    """,
    "person organisation": """
        agent owner buyer seller customer client tenant landlord shareholder stakeholder holder party
        creator maker builder developer sponsor donor opponent champion winner competitor contestant
        rival successor predecessor ally enemy recipient beneficiary leader representative licensee
        licensor obligor obligee debtor creditor guarantor provider performer act band
    """,
    "person thing": "character deity god goddess figure creature animal horse dog cat mascot pet",
    "place thing": """
        planet moon satellite star galaxy constellation asteroid comet nebula exoplanet body
        battlefield route line feature object
    """,
    "thing": """
        thing work film movie book novel poem play story essay article paper publication thesis report
        journal document manuscript letter treaty law act statute bill regulation contract agreement
        patent constitution charter declaration song album single recording track composition symphony
        musical ballet painting sculpture artwork drawing photograph series show programme program episode season
        documentary game videogame software app application website database dataset algorithm product
        device machine vehicle car automobile motorcycle bicycle truck bus train locomotive tram aircraft
        aeroplane airplane helicopter rocket spacecraft probe ship boat submarine vessel yacht engine
        weapon gun missile tank equipment tool brand award prize medal honour honor trophy
        title event war battle siege conflict revolution rebellion election referendum campaign
        championship tournament competition contest race match cup olympics festival conference congress
        exhibition ceremony concert tour disaster accident earthquake hurricane flood fire attack murder
        assassination trial mission expedition spaceflight flight voyage project operation treatise anthem
        holiday theorem franchise fossil heirloom bird fish plant tree dish meal food drink beverage wine
        beer cheese transportation transport service policy plan budget case cause clause
        collection exhibit artefact artifact edition version theory model
    """,
    "concept": """
        concept genre subgenre style occupation profession job role position post rank sport discipline
        activity hobby skill field subject topic theme industry sector language dialect religion faith
        belief ideology philosophy ethnicity ethnicgroup nationality demonym race gender sex colour color
        material substance element compound chemical mineral gemstone metal alloy drug medication
        medicine disease illness disorder syndrome symptom infection cancer injury gene protein enzyme
        hormone cell tissue organ muscle bone virus bacterium species genus taxon breed cultivar
        ingredient spice fruit vegetable grain instrument technology technique method process technology
        status type kind class category classification format medium unit currency background training
        degree qualification diploma fuel power configuration bodystyle cinematography cause reason
        synonym term word name surname taxonomy zodiac dish cuisine sense purpose function
        timezone surface phenomenon emotion trait food meal drink beverage product device vehicle weapon
        animal plant bird fish fossil engine tool equipment policy service title award theory model
    """,
    "time": "time date year month day century decade period era age epoch datetime instant moment season",
    "number": """
        number count amount quantity integer population height length width depth weight mass area
        volume speed temperature distance price cost revenue income profit percentage percent ratio
        rate score points elevation altitude size measure measurement total age duration budget money
        gross salary wheelbase diameter capacity
    """,
}

PHRASES: Mapping[str, str] = {
    "organisation": "record label, sports club, sports team, military unit, television channel, tv channel, "
    "production company, political party, trade union, rock band, ethnic organisation, "
    "radio station, television station, police station, armed force, armed forces",
    "concept": "time zone, body style, power type, military rank, ethnic group, given name, family name, "
    "conservation status, academic degree, field of work, field of study, musical instrument, "
    "programming language, chemical element, academic discipline, casualty classification",
    "thing": "work of art, creative work, written work, musical work, mean of transportation, "
    "means of transportation, means of transport, sports season, team season, television season, "
    "space mission, court case, space station, video game, board game, law case, vehicle class, "
    "ship class",
    "place": "outer space, body of water, drainage basin, mountain range, populated place, point of interest, "
    "football ground, country subdivision, administrative division",
    "person": "head of state, head of government, military personnel, team member, board member",
    "person thing": "fictional character, film character",
    "person organisation": "musical artist, music artist",
    "time": "point in time, calendar date, time period, time interval, calendar year",
}

WIKIDATA: Mapping[str, str] = {
    "person": "Q5 Q215627 Q82955 Q33999 Q36180 Q483501 Q2066131",
    "organisation": "Q43229 Q783794 Q4830453 Q7278 Q215380 Q847017 Q12973014 Q176799 Q891723 Q623109",
    "organisation place": "Q6256 Q3624078 Q3918 Q2385804 Q33506 Q16917 Q1248784",
    "place": "Q515 Q486972 Q2221906 Q82794 Q8502 Q4022 Q23397 Q41176 Q811979 Q17334923 Q532 Q23764314",
    "concept thing": "Q483394 Q12737077 Q28640 Q34770 Q9174 Q349 Q16521 Q41710 Q7432",
    "thing": "Q11424 Q571 Q7725634 Q47461344 Q482994 Q5398426 Q7889 Q618779 Q7366 Q1190554 Q11436 Q500834",
    "person thing": "Q95074",
    "time": "Q577 Q205892 Q186408",
}
"""Classes whose IRI says nothing, and which ontologies name without a label."""
