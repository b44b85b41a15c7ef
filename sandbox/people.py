"""The sample people of the sandbox: an invented company of four continents."""

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One member of the sample workspace, as its directory and its HR system know them.

    `home_team` is set for people of another company (Slack Connect); they are strangers until they
    share a channel with the app.
    """

    id: str
    name: str
    title: str
    department: str
    site: str
    level: int
    tz: str | None
    manager_id: str | None
    is_guest: bool = False
    is_deactivated: bool = False
    is_admin: bool = False
    is_bot: bool = False
    updated: int = 0
    is_single_channel_guest: bool = False
    is_stranger: bool = False
    is_workflow_bot: bool = False
    home_team: str | None = None

    @property
    def is_any_guest(self) -> bool:
        """Whether the person is a guest of one channel or of several."""
        return self.is_guest or self.is_single_channel_guest

    @property
    def is_active_here(self) -> bool:
        """Whether this is somebody of the workspace who can be written to."""
        return not (self.is_bot or self.is_deactivated or self.home_team)

    @property
    def handle(self) -> str:
        """The name behind the @, as Slack makes it from a full name."""
        return ".".join(self.name.lower().split())


_SITES = {
    "Berlin": "Europe/Berlin",
    "London": "Europe/London",
    "Lisbon": "Europe/Lisbon",
    "Nairobi": "Africa/Nairobi",
    "Lagos": "Africa/Lagos",
    "Bengaluru": "Asia/Kolkata",
    "Singapore": "Asia/Singapore",
    "Tokyo": "Asia/Tokyo",
    "New York": "America/New_York",
    "São Paulo": "America/Sao_Paulo",
}

# id, name, title, department, site, level, manager
_EMPLOYEES = """
U0INGRID1|Ingrid Halvorsen|Chief Executive Officer|Executive|London|7|
U0MATEUS1|Mateus Figueiredo|Chief Technology Officer|Engineering|Berlin|6|U0INGRID1
U0ADAEZE1|Adaeze Okonkwo|Chief Commercial Officer|Sales|Lagos|6|U0INGRID1
U0KENJI01|Kenji Watanabe|VP Product|Product|Tokyo|6|U0INGRID1
U0ROSA001|Rosa Delgado|VP Finance|Finance|New York|6|U0INGRID1
U0HELENE1|Helene Brandt|VP People|People|Berlin|6|U0INGRID1
U0PRIYA01|Priya Raghavan|Director of Platform|Engineering|Bengaluru|5|U0MATEUS1
U0LARS001|Lars Lindqvist|Director of Data|Engineering|Berlin|5|U0MATEUS1
U0AMINA01|Amina Wanjiru|Director of Mobile|Engineering|Nairobi|5|U0MATEUS1
U0TEMI001|Temitope Adeyemi|Sales Director Africa|Sales|Lagos|5|U0ADAEZE1
U0CAIO001|Caio Nascimento|Sales Director Americas|Sales|São Paulo|5|U0ADAEZE1
U0MEILIN1|Mei Lin Tan|Marketing Director|Marketing|Singapore|5|U0ADAEZE1
U0OLIVIA1|Olivia Bennett|Head of Design|Product|London|5|U0KENJI01
U0YUKI001|Yuki Nakamura|Group Product Manager|Product|Tokyo|4|U0KENJI01
U0DANIEL1|Daniel Goldberg|Finance Controller|Finance|New York|4|U0ROSA001
U0NADIA01|Nadia Haddad|HR Business Partner|People|Berlin|4|U0HELENE1
U0SAMUEL1|Samuel Achieng|Learning and Development Lead|People|Nairobi|4|U0HELENE1
U0ARJUN01|Arjun Iyer|Engineering Manager|Engineering|Bengaluru|4|U0PRIYA01
U0FATIMA1|Fatima Zahra El Idrissi|Engineering Manager|Engineering|Lisbon|4|U0PRIYA01
U0JONAS01|Jonas Becker|Staff Data Engineer|Engineering|Berlin|4|U0LARS001
U0ALICE01|Alice Kamau|Android Engineer|Engineering|Nairobi|2|U0AMINA01
U0BRIAN01|Brian Mwangi|iOS Engineer|Engineering|Nairobi|2|U0AMINA01
U0DIVYA01|Divya Menon|Backend Engineer|Engineering|Bengaluru|2|U0ARJUN01
U0ROHAN01|Rohan Deshpande|Graduate Engineer|Engineering|Bengaluru|1|U0ARJUN01
U0INES001|Inês Carvalho|Site Reliability Engineer|Engineering|Lisbon|3|U0FATIMA1
U0TIAGO01|Tiago Marques|Junior Developer|Engineering|Lisbon|1|U0FATIMA1
U0LENA001|Lena Vogel|Machine Learning Engineer|Engineering|Berlin|2|U0JONAS01
U0EMEKA01|Emeka Nwosu|Data Analyst|Engineering|Lagos|1|U0JONAS01
U0CHIOMA1|Chioma Eze|Account Executive|Sales|Lagos|2|U0TEMI001
U0LUCIA01|Luciana Teixeira|Account Executive|Sales|São Paulo|3|U0CAIO001
U0PEDRO01|Pedro Almeida|Sales Development Representative|Sales|São Paulo|1|U0CAIO001
U0WEIJIE1|Wei Jie Lim|Social Media Manager|Marketing|Singapore|2|U0MEILIN1
U0NURUL01|Nurul Aisyah|Content Creator|Marketing|Singapore|1|U0MEILIN1
U0HARRY01|Harry Osborne|Product Designer|Product|London|3|U0OLIVIA1
U0ZAINAB1|Zainab Hussain|UX Researcher|Product|London|2|U0OLIVIA1
U0HARUTO1|Haruto Sato|Associate Product Manager|Product|Tokyo|1|U0YUKI001
U0JASMIN1|Jasmine Carter|Financial Analyst|Finance|New York|2|U0DANIEL1
""".strip().splitlines()


def _employee(line: str) -> Person:
    person_id, name, title, department, site, level, manager = line.split("|")
    return Person(
        id=person_id,
        name=name,
        title=title,
        department=department,
        site=site,
        level=int(level),
        tz=_SITES[site],
        manager_id=manager or None,
        is_admin=person_id == "U0HELENE1",
    )


PARTNER_TEAM = "T0PARTNER"
_SPECIAL = (
    Person("U0NOZONE1", "Sofia Petrova", "Accountant", "Finance", "", 2, None, "U0DANIEL1"),
    Person(
        "U0GUEST01",
        "Marcus Thorne",
        "Agency consultant",
        "",
        "London",
        3,
        "Europe/London",
        None,
        is_guest=True,
    ),
    Person(
        "U0GONE001",
        "Viktor Ilves",
        "Former account manager",
        "Sales",
        "Berlin",
        3,
        "Europe/Berlin",
        "U0TEMI001",
        is_deactivated=True,
    ),
    Person(
        "U0GUEST02",
        "Odile Renard",
        "Interpreter",
        "",
        "Lisbon",
        2,
        "Europe/Lisbon",
        None,
        is_guest=True,
        is_single_channel_guest=True,
    ),
    Person(
        "U0PARTNR1",
        "Tomasz Wolski",
        "Consultant of another company",
        "",
        "Berlin",
        3,
        "Europe/Berlin",
        None,
        is_stranger=True,
        home_team=PARTNER_TEAM,
    ),
    Person("U0LUNCH01", "Lunch Train", "", "", "", 1, None, None, is_bot=True),
    Person("U0FLOWBT1", "Onboarding Flow", "", "", "", 1, None, None, is_bot=True, is_workflow_bot=True),
)

PEOPLE: tuple[Person, ...] = (*map(_employee, _EMPLOYEES), *_SPECIAL)
COORDINATORS: tuple[str, ...] = ("U0NADIA01", "U0SAMUEL1")
_COLUMNS = ("id", "name", "role", "level", "department", "site", "timezone", "manager_id")


def roster_csv() -> str:
    """Write the employees as HR would export them: no guests, leavers or bots; role `both`."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for p in PEOPLE:
        if p.is_active_here and not p.is_any_guest:
            zone, manager = p.tz or "", p.manager_id or ""
            writer.writerow([p.id, p.name, "both", p.level, p.department, p.site, zone, manager])
    return sheet.getvalue()
