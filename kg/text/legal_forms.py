"""What a company's name ends with because of its legal form, and goes without as often as not."""

LEGAL_FORMS = frozenset(
    "inc incorporated corp corporation co company ltd limited llc llp lp plc ag gmbh sa nv bv ab oy oyj"
    " spa srl kk kg se asa pte pty group holding holdings".split()
)
