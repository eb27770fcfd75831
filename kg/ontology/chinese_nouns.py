"""Which endings of Chinese nouns name which kinds of thing: a 有限公司 is a 公司, as a car company is a company."""

from collections.abc import Mapping

_ENDINGS: Mapping[str, str] = {
    "person": "人 者 员 家 师 长 公民 居民 学生 教授 法官 律师 医生 总统 主席 部长 代表 父亲 母亲 子女 配偶",
    "organisation": "公司 企业 银行 组织 机构 机关 委员会 政府 部门 协会 学会 集团 基金会 政党 法院 检察院 人民代表大会 局 厅 党",
    "organisation place": "大学 学院 学校 医院 研究所 图书馆 博物馆 出版社 酒店 工厂",
    "place": "地 地点 国 国家 省 市 县 区 乡 镇 村 城市 地区 区域 河 湖 山 岛 海 街道 道路 住址 地址",
    "time": "日期 时间 年份 期限 年月",
    "number": "数 数量 数额 金额 面积 人口 比例 价格 罚款",
    "thing": "法 法律 法典 法规 条例 规定 办法 规则 细则 决定 解释 条款 条 合同 文件 作品 书 书籍 电影 产品 物 奖",
    "concept thing": "概念 学科 语言 专业 疾病 行为 权利 义务 犯罪 罪",
}
_TYPES = {
    ending: frozenset(types.split()) for types, some in _ENDINGS.items() for ending in some.split()
}
_LONGEST = max(map(len, _TYPES))


def types_in_chinese(name: str) -> frozenset[str]:
    """Return the mention types of what is called `name`; empty where its ending is not known.

    The last character alone counts too: 公证员 is a person, as every 员 is.
    """
    for length in range(min(_LONGEST, len(name)), 0, -1):
        if types := _TYPES.get(name[-length:]):
            return types
    return frozenset()
