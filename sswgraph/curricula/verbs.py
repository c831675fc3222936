"""The words by which an outcome is made from the name of a competency, a table for each language.

Only data, in lower case; ``wording.py`` uses them.
"""

from __future__ import annotations

from dataclasses import dataclass

_ENGLISH = """
access accompany achieve act adapt address administer advise advocate agree analyse analyze answer apply arrange ask
assess assist break bring build calculate call calm carry check choose coach collate collect communicate compare
compile complete comply conduct contribute consult co-ordinate cooperate coordinate counsel create debrief decide
define defend deliver demonstrate describe design detect determine develop disseminate distinguish distribute do
document draft draw empower enable encourage engage enrol enroll ensure equip establish evaluate examine explain
exploit explore facilitate familiarise familiarize file fill find follow gather get give guide handle hear help
identify implement include influence inform initiate integrate interpret interview introduce investigate invite
involve join keep lead let link list listen look maintain make manage map measure mediate meet mentor minimise
mobilise mobilize monitor name negotiate note notice observe offer open organise organize participate pass perform
plan play practise prepare present prevent produce promote protect provide put raise reach receive recognise recognize
recommend record refer reflect register reframe relate report represent research respond review run safeguard screen
select share show sort speak stop strengthen study summarise supervise support take teach tell train transfer
translate treat undertake update uphold use verify visit welcome work write
"""
# Verbs that are also nouns, and what shows that the noun is meant.
_ENGLISH_NOUNS = """
act address answer break call change check coach counsel design document draft draw file function guide link list look
map measure name note offer plan play practise record refer report research review run safeguard screen share
show sort stop study support train treat use visit welcome work
"""
_OF_NOUNS = """
and|delivery|environment|environments|ethics|experience|group|groups|is|keeping|life|management|network|networks|of|
plan|planning|practice|process|processes|service|services|skills|staff|system|systems|techniques|tools|worker|workers|
writing
"""
_FRENCH_NOUNS = """
atelier avenir cahier calendrier cancer chantier danger dossier foyer leader loisir papier plaisir premier pouvoir
quartier souvenir devoir métier hier cher désir manager partenaire particulier régulier courrier panier avoir
plaidoyer voir
"""
_FRENCH_RE = """
accroître admettre attendre atteindre conclure conduire construire convaincre coudre craindre débattre
décrire défendre détruire dire écrire élire entendre entreprendre éteindre étendre faire inclure inscrire instruire
interrompre introduire joindre lire mettre nuire permettre peindre plaindre prendre prescrire produire promettre
recevoir reconduire reconnaître réduire rejoindre remettre remplir rendre répondre reprendre résoudre restreindre
satisfaire soumettre suivre surprendre tendre traduire transcrire transmettre vaincre vendre vivre
"""
_FRENCH_NAMED = (
    *(
        "le ",
        "la ",
        "les ",
        "l’",
        "l'",
        "un ",
        "une ",
        "son ",
        "sa ",
        "ses ",
        "leur ",
        "leurs ",
        "ce ",
        "cette ",
        "ces ",
    ),
    *("qui ", "que ", "comment ", "quand ", "où ", "pourquoi ", "quel ", "quelle ", "quels ", "quelles "),
)
_DE = r"(?=d(?:e |es |u |’|'))"  # followed by 'of', whose article ``contracted`` gives


@dataclass(frozen=True, slots=True)
class Verbs:
    """The words of one language.

    Attributes:
        doing: Verbs of doing; a name that begins with one is an outcome as it stands.
        endings: Endings of verbs of doing that are not listed.
        beginnings: Beginnings of verbs of doing that are not listed.
        nouns: Words that end or begin like a verb and are not verbs.
        doubtful: Verbs that are also nouns: not taken for verbs before one of ``tails``.
        tails: Words after which a doubtful word is a noun.
        before: Words that may precede the verb ('never', 'ne', 'se').
        adverbs: Endings of adverbs that may precede the verb.
        knowing: Openings that cannot be observed, as patterns; what follows is what is known.
        contracted: What a contracted preposition leaves of the article when its opening is dropped: 'du' → 'le'.
        how: Openings of what is known that may contain a second verb ('how to').
        named: Openings that what is to be explained must have, if any are listed: an article or a question word.
        to_know_a_deed: Whether 'to know' before a verb means being able to do it ('savoir faire').
        joined: Words that join a second verb ('and').
    """

    doing: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    nouns: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    tails: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    adverbs: tuple[str, ...] = ()
    knowing: tuple[str, ...] = ()
    contracted: tuple[tuple[str, str], ...] = ()
    how: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    to_know_a_deed: bool = False
    joined: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.replace("|", " ").split())


VERBS: dict[str, Verbs] = {
    "en": Verbs(
        doing=_words(_ENGLISH),
        doubtful=_words(_ENGLISH_NOUNS),
        tails=_words(_OF_NOUNS),
        before=frozenset({"never", "always"}),
        adverbs=("ly",),
        knowing=(
            r"demonstrate (?:an? |one's )?(?:\w+ )?(?:knowledge|understanding|awareness) of ",
            r"(?:knowledge|understanding|awareness) (?:and (?:knowledge|understanding|awareness) )?of ",
            r"know about ",
            r"(?:know|understand) ",
            r"be aware of ",
            r"understanding (?!of |and )",
        ),
        how=("how to ", "when to "),
        joined=frozenset({"and", "or"}),
    ),
    "fr": Verbs(
        doing=_words(_FRENCH_RE),
        endings=("er", "ir"),
        nouns=_words(_FRENCH_NOUNS),
        before=frozenset({"ne", "ne pas", "ne jamais", "ne rien", "se"}),
        knowing=(
            rf"(?:montrer|démontrer) (?:sa |une )?(?:connaissance|compréhension)(?: \w+)? {_DE}",
            rf"(?:connaissance|compréhension)(?: et (?:connaissance|compréhension))? {_DE}",
            r"(?:connaître|comprendre|savoir) ",
            r"être (?:conscient|consciente|conscient·e) (?=d(?:e |es |u |’|'))",
            r"être (?:sensibilisé|sensibilisée|sensibilisé·e) (?=(?:à |aux |au ))",
        ),
        contracted=(
            ("de la ", "la "),
            ("de l’", "l’"),
            ("de l'", "l'"),
            ("du ", "le "),
            ("des ", "les "),
            ("à la ", "la "),
            ("à l’", "l’"),
            ("à l'", "l'"),
            ("aux ", "les "),
            ("au ", "le "),
        ),
        named=_FRENCH_NAMED,
        to_know_a_deed=True,
        joined=frozenset({"et", "ou"}),
    ),
    "es": Verbs(
        endings=("ar", "er", "ir", "arse", "erse", "irse"),
        nouns=_words("auxiliar bienestar deber escolar familiar hogar lugar mujer poder popular taller titular"),
        before=frozenset({"no"}),
        knowing=(
            r"(?:conocimiento|comprensión) (?=de)",
            r"(?:conocer|comprender|entender|saber) ",
            r"ser consciente (?=de)",
        ),
        contracted=(("del ", "el "), ("de la ", "la "), ("de los ", "los "), ("de las ", "las ")),
        to_know_a_deed=True,
        joined=frozenset({"y", "e", "o"}),
    ),
    "pt": Verbs(
        endings=("ar", "er", "ir", "ar-se", "er-se", "ir-se"),
        nouns=_words("auxiliar bem-estar dever escolar familiar lar lugar mulher poder popular titular"),
        before=frozenset({"não"}),
        knowing=(
            r"(?:conhecimento|compreensão) (?=d[aoe])",
            r"(?:conhecer|compreender|entender|saber) ",
            r"(?:ter consciência|estar ciente) (?=d[aoe])",
        ),
        contracted=(("do ", "o "), ("da ", "a "), ("dos ", "os "), ("das ", "as ")),
        to_know_a_deed=True,
        joined=frozenset({"e", "ou"}),
    ),
    "ar": Verbs(
        doing=_words(
            "إبلاغ إجراء إحالة إدارة إشراك إعداد استخدام الإبلاغ الاستماع التواصل العمل المشاركة تحديد تدريب تسجيل "
            "تعزيز تقديم تقييم تنسيق تنظيم تنفيذ تيسير جمع حماية دعم زيارة شرح كتابة متابعة مرافقة مساعدة"
        ),
        knowing=(r"(?:معرفة|فهم|إدراك) ",),
        joined=frozenset({"و"}),
    ),
    "sw": Verbs(
        beginnings=("ku", "kw"),
        nouns=_words("kuku kumbukumbu kumi kundi kura kurasa kushoto kulia kusini kwa kwamba kwao kweli kwenye"),
        knowing=(r"(?:kujua|kuelewa|kufahamu) ",),
        joined=frozenset({"na", "au"}),
    ),
}
