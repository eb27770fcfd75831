"""Names in Chinese: one character tells two things apart."""

from kg.identity.names import likeness, name_form


def like(one, other, label="organisation"):
    return likeness(name_form(one), name_form(other), label)


def test_one_character_less_or_another_is_no_slip():
    assert like("北京市第一中级人民法院", "北京市第二中级人民法院") == "none"
    assert like("城市绿化条例第十一条", "城市绿化条例第十二条", "thing") == "none"


def test_the_same_characters_are_the_same_name():
    assert like("海湾科技（集团）有限公司", "海湾科技(集团)有限公司") == "same"
