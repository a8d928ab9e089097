"""Columns that orders and shops have alike: a place, how to reach somebody, a note.

Sources of the exports' names. WooCommerce: column keys of the Customer/Order CSV Export extension
(`shipping_address_1` …) and the titles of Advanced Order Export ("Postcode (Shipping)" …). Shopify: the header of
its orders export ("Name", "Shipping Zip", "Lineitem name" …). Lightspeed eCom: its help page "Customer column
titles" ("Shipping Streetname", "Shipping Number", "Shipping Extension", "Shipping Zipcode" …). docs/csv.md lists
every name, and a test compares.
"""

from collections.abc import Mapping
from decimal import Decimal

from kernel.text import Text
from rounds.intake.vocabulary import REASON, Meaning, names

__all__ = [
    "ADDITION",
    "ADDRESS",
    "ADDRESS_2",
    "EMAIL",
    "HOUSE_NUMBER",
    "LAT",
    "LETTER",
    "LON",
    "NOTE",
    "PHONE",
    "PLACE_PARTS",
    "POSTCODE",
    "READY_AT",
    "REASON_TO_MEND",
    "STREET",
    "TOWN",
    "WAYS_TO_A_DOOR",
    "meaning",
]


def meaning(name: str, nl: str, en: str, *tiers: str, units: Mapping[str, int | Decimal] | None = None) -> Meaning:
    """Write down a meaning: its name, its label in both languages, its tiers as names between commas, its units."""
    return Meaning(name, Text(nl, en), tuple(names(tier) for tier in tiers), units or {})


POSTCODE = meaning(
    "postcode", "postcode", "postcode",
    "shipping postcode, shipping zip, shipping zipcode, shipping zip code, shipping postal code, "
    "postcode (shipping), delivery postcode, bezorgpostcode, afleverpostcode, verzendpostcode, "
    "postcode ontvanger",
    "postcode, postcodes, post code, zip, zipcode, zip code, postal code, plz, pc6",
    "billing postcode, billing zip, billing zipcode, billing zip code, billing postal code, postcode "
    "(billing), factuurpostcode",
)  # fmt: skip
HOUSE_NUMBER = meaning(
    "number", "huisnummer", "house number",
    "shipping number, shipping house number, shipping housenumber, shipping address number, "
    "bezorghuisnummer, aflever huisnummer, huisnummer ontvanger",
    "number, huisnummer, huisnr, house number, housenumber, house no, nummer, nr, hausnummer",
    "billing number, billing house number, billing housenumber, factuurhuisnummer",
)  # fmt: skip
ADDITION = meaning(
    "addition", "toevoeging", "addition",
    "shipping extension, shipping addition, shipping house number addition, shipping housenumber "
    "addition, bezorgtoevoeging, toevoeging ontvanger",
    "addition, toevoeging, toev, huisnummertoevoeging, huisnummer toevoeging, extension, "
    "house number addition, housenumber addition, suffix, bus",
    "billing extension, billing house number addition, factuurtoevoeging",
)  # fmt: skip
LETTER = meaning(
    "letter", "huisletter", "house letter",
    "bezorghuisletter, huisletter ontvanger", "letter, huisletter, house letter", "factuurhuisletter",
)  # fmt: skip
STREET = meaning(
    "street", "straat", "street",
    "shipping streetname, shipping street name, bezorgstraat, afleverstraat, straat ontvanger",
    "street, straat, straatnaam, streetname, street name, strasse",
    "billing streetname, billing street name, factuurstraat",
)  # fmt: skip
ADDRESS = meaning(
    "address", "adres", "address",
    "shipping address 1, shipping address1, shipping address, shipping address line 1, address 1 "
    "(shipping), address 1&2 (shipping), delivery address, bezorgadres, afleveradres, leveradres, "
    "verzendadres, adres ontvanger",
    "address, address 1, address1, address line 1, adres, adresregel 1, adresregel, volledig adres, "
    "full address, locatie",
    "billing address 1, billing address1, billing address, billing address line 1, address 1 "
    "(billing), address 1&2 (billing), factuuradres",
)  # fmt: skip
ADDRESS_2 = meaning(
    "address_2", "tweede adresregel", "second address line",
    "shipping address 2, shipping address2, shipping address line 2, address 2 (shipping)",
    "address 2, address2, address line 2, adresregel 2, adres 2",
    "billing address 2, billing address2, billing address line 2, address 2 (billing)",
)  # fmt: skip
TOWN = meaning(
    "town", "plaats", "town",
    "shipping city, shipping town, city (shipping), delivery city, bezorgplaats, afleverplaats, "
    "woonplaats ontvanger, plaats ontvanger",
    "town, city, plaats, plaatsnaam, woonplaats, stad, dorp, place, ort, gemeente",
    "billing city, billing town, city (billing), factuurplaats",
)  # fmt: skip
LON = meaning("lon", "lengtegraad", "longitude", "lon, longitude, lng, lengtegraad, long")
LAT = meaning("lat", "breedtegraad", "latitude", "lat, latitude, breedtegraad")
PHONE = meaning(
    "phone", "telefoon", "phone",
    "shipping phone, phone (shipping), delivery phone, telefoon ontvanger, bezorgtelefoon",
    "mobile, mobiel, mobiele nummer, mobiel nummer, mobile phone, 06 nummer, gsm",
    "phone, telefoon, telefoonnummer, tel, telnr, phone number, telephone",
    "billing phone, phone (billing), customer phone, telefoon klant",
)  # fmt: skip
EMAIL = meaning(
    "email", "e-mail", "email",
    "email, e-mail, e mail, mail, emailadres, e-mailadres, mailadres, email address",
    "customer email, billing email, email (billing), e-mail klant",
)  # fmt: skip
READY_AT = meaning(
    "ready_at", "klaar om", "ready at",
    "ready_at, ready, klaar, klaar om, klaar vanaf, ophalen vanaf, afhalen vanaf, pickup from, "
    "gereed, gereed om",
)  # fmt: skip
NOTE = meaning(
    "note", "opmerking", "note",
    "note, notes, opmerking, opmerkingen, notitie, notities, bezorginstructie, bezorginstructies, "
    "instructies, delivery note, delivery notes, delivery instructions, customer note, toelichting, "
    "bijzonderheden, memo",
)  # fmt: skip
REASON_TO_MEND = meaning(REASON, "wat er mis is", "what is wrong", "wat er mis is, what is wrong")
PLACE_PARTS = frozenset({"postcode", "number", "letter", "addition", "street", "address", "address_2", "town"})
WAYS_TO_A_DOOR = frozenset({"postcode", "address", "street", "lon"})
