"""What places are called besides their names: "Italian" of Italy, "CA" of California."""

import re

_TABLE = """
afghanistan: afghan; albania: albanian; algeria: algerian; argentina: argentine argentinian; armenia: armenian
australia: australian; austria: austrian; azerbaijan: azerbaijani; bangladesh: bangladeshi; belarus: belarusian
belgium: belgian; bolivia: bolivian; bosnia and herzegovina: bosnian bosnia; brazil: brazilian; bulgaria: bulgarian
cambodia: cambodian; cameroon: cameroonian; canada: canadian; catalonia: catalan; chile: chilean; china: chinese
colombia: colombian; croatia: croatian croat; cuba: cuban; cyprus: cypriot; czech republic: czech czechia
denmark: danish dane; ecuador: ecuadorian; egypt: egyptian; england: english; estonia: estonian
ethiopia: ethiopian; finland: finnish finn; france: french; georgia: georgian; germany: german; ghana: ghanaian
greece: greek; hungary: hungarian; iceland: icelandic icelander; india: indian; indonesia: indonesian
iran: iranian persian; iraq: iraqi; ireland: irish; israel: israeli; italy: italian; jamaica: jamaican
japan: japanese; jordan: jordanian; kazakhstan: kazakh kazakhstani; kenya: kenyan; kuwait: kuwaiti; latvia: latvian
lebanon: lebanese; libya: libyan; lithuania: lithuanian; luxembourg: luxembourgish; malaysia: malaysian
malta: maltese; mexico: mexican; moldova: moldovan; mongolia: mongolian; morocco: moroccan; nepal: nepalese nepali
netherlands: dutch holland; new zealand: kiwi; nigeria: nigerian; north korea: north korean; norway: norwegian
pakistan: pakistani; palestine: palestinian; panama: panamanian; paraguay: paraguayan; peru: peruvian
philippines: filipino philippine; poland: polish pole; portugal: portuguese; puerto rico: puerto rican; qatar: qatari
romania: romanian; russia: russian russian federation; saudi arabia: saudi saudi arabian; scotland: scottish scots
serbia: serbian serb; singapore: singaporean; slovakia: slovak slovakian; slovenia: slovene slovenian
south africa: south african; south korea: south korean; soviet union: soviet ussr; spain: spanish spaniard
sri lanka: sri lankan; sudan: sudanese; sweden: swedish swede; switzerland: swiss; syria: syrian; taiwan: taiwanese
tanzania: tanzanian; thailand: thai; tunisia: tunisian; turkey: turkish turk; uganda: ugandan; ukraine: ukrainian
united arab emirates: emirati uae; united kingdom: british briton uk britain great britain
united states: american us usa america united states of america; uruguay: uruguayan; venezuela: venezuelan
vietnam: vietnamese; wales: welsh; yemen: yemeni; zambia: zambian; zimbabwe: zimbabwean
alabama: al ala; alaska: ak; arizona: az ariz; arkansas: ark; california: ca calif californian; colorado: co colo
connecticut: ct conn; delaware: del; florida: fl fla; hawaii: hawaiian; idaho: id; illinois: il ill; indiana: ind
iowa: ia; kansas: ks; kentucky: ky; louisiana: la; maine: me; maryland: md; massachusetts: ma mass; michigan: mi mich
minnesota: mn minn; mississippi: ms miss; missouri: mo; montana: mt; nebraska: ne neb; nevada: nv nev
new hampshire: nh; new jersey: nj; new mexico: nm; north carolina: nc; north dakota: nd; ohio: oh; oklahoma: ok okla
oregon: ore; pennsylvania: pa; rhode island: ri; south carolina: sc; south dakota: sd; tennessee: tn tenn
texas: tx tex texan; utah: ut; vermont: vt; virginia: va; washington dc: dc district of columbia
west virginia: wv; wisconsin: wi wis; wyoming: wy; british columbia: bc; ontario: ont; new south wales: nsw
"""
# several names of two words stand for one place only as a whole: they are written without a space below
_PLURAL = (
    "russian federation", "great britain", "united states of america", "north korean", "south korean",
    "puerto rican", "saudi arabian", "south african", "sri lankan", "district of columbia",
)  # fmt: skip


def _read() -> dict[str, str]:
    places = {}
    for entry in re.split(r"[;\n]", _TABLE.strip()):
        place, _, others = entry.partition(":")
        place = place.strip().replace(" ", "")
        for name in _PLURAL:
            if name in others:
                others = others.replace(name, name.replace(" ", ""))
        places.update(dict.fromkeys([place, *others.split()], place))
    return places


PLACES = _read()
"""The place that a joined name stands for (`kg.identity.names.NameForm.joined`)."""
