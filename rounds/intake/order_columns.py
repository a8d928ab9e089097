"""The names of an order's columns, in Dutch and English, and those of web shops' exports (sources: shared_columns)."""

from kernel.text import Text
from rounds.intake.amount import GRAMS, MILLILITRES
from rounds.intake.shared_columns import (
    ADDITION,
    ADDRESS,
    ADDRESS_2,
    EMAIL,
    HOUSE_NUMBER,
    LAT,
    LETTER,
    LON,
    NOTE,
    PHONE,
    PLACE_PARTS,
    POSTCODE,
    READY_AT,
    REASON_TO_MEND,
    STREET,
    TOWN,
    WAYS_TO_A_DOOR,
    meaning,
)
from rounds.intake.vocabulary import Export, Vocabulary, names

__all__ = ["ORDER_COLUMNS"]

ORDER_COLUMNS = Vocabulary(
    what=Text("bestellingen", "orders"),
    meanings=(
        meaning(
            "order_ref", "bestelnummer", "order number",
            "order_ref, order number, ordernummer, order nr, ordernr, bestelnummer, bestelnr, "
            "bestelling, order no, order reference, orderreferentie, referentie, reference",
            "order id, orderid, order, bestelling id, id",
        ),
        meaning(
            "shop", "winkel", "shop",
            "shop, winkel, winkelnaam, shop name, store, store name, ondernemer, afzender, sender, verkoper",
            "vendor, merchant, bedrijf",
        ),
        meaning(
            "recipient", "ontvanger", "recipient",
            "recipient, ontvanger, shipping name, shipping attn, full name (shipping), bezorgnaam, "
            "naam ontvanger, recipient name, ter attentie van, tav, shipping attention",
            "name, naam, klant, klantnaam, customer, customer name, naam klant, volledige naam, full "
            "name, besteller",
            "billing name, full name (billing), factuurnaam, attn",
        ),
        meaning(
            "first_name", "voornaam", "first name",
            "shipping first name, first name (shipping), shipping firstname", "first name, firstname, voornaam",
            "billing first name, first name (billing), billing firstname",
        ),
        meaning(
            "middle_name", "tussenvoegsel", "middle name",
            "shipping middle name",
            "tussenvoegsel, middle name, lastnamepreposition, tussenvoegsels",
            "billing middle name",
        ),
        meaning(
            "last_name", "achternaam", "last name",
            "shipping last name, last name (shipping), shipping lastname", "last name, lastname, achternaam, surname",
            "billing last name, last name (billing), billing lastname",
        ),
        POSTCODE, HOUSE_NUMBER, LETTER, ADDITION, STREET, ADDRESS, ADDRESS_2, TOWN, LON, LAT,
        meaning(
            "weight_kg", "gewicht in kg", "weight in kg",
            "weight_kg, gewicht, gewicht kg, gewicht in kg, weight, weight kg, kg, kilo, kilos, "
            "kilogram, kilograms, kilogrammen, total weight, totaalgewicht, order weight",
            units=GRAMS,
        ),
        meaning(
            "weight_g", "gewicht in gram", "weight in grams",
            "weight_g, gewicht gram, gewicht g, gewicht in gram, weight grams, weight in grams, gram, "
            "grams, total grams",
            units=GRAMS,
        ),
        meaning(
            "volume_l", "inhoud in liter", "volume in litres",
            "volume_l, volume, inhoud, liter, liters, inhoud liter, inhoud in liter, volume liter, "
            "litres, volume litres",
            units=MILLILITRES,
        ),
        meaning(
            "temperature", "temperatuur", "temperature",
            "temperature, temperatuur, temp, koeling, gekoeld, koelen, bewaren, temperature class, "
            "temperatuurklasse",
        ),
        meaning(
            "needs", "bijzonderheden van het pakket", "needs",
            "needs, eisen, vereisten, behandeling, handling, kenmerken, let op, special needs",
        ),
        meaning(
            "adult", "18+", "18+",
            "adult, 18+, 18plus, leeftijdscontrole, leeftijdscheck, age check, adults only",
        ),
        meaning(
            "crates", "statiegeldkratten", "deposit crates",
            "crates, kratten, aantal kratten, statiegeldkratten, krat, statiegeldkrat, deposit crates, crate",
        ),
        meaning(
            "window", "bezorgmoment", "delivery window",
            "window, bezorgmoment, tijdvak, bezorgtijd, levertijd, tijdslot, tijdstip, delivery time, "
            "delivery window, time slot, timeslot, bezorgvenster",
        ),
        meaning(
            "window_start", "bezorgen vanaf", "window start",
            "window_start, bezorgen vanaf, vanaf, van, starttijd, begin, begintijd, from, start time, "
            "delivery from, tijd van, window from, leveren vanaf",
        ),
        meaning(
            "window_end", "bezorgen tot", "window end",
            "window_end, bezorgen tot, tot, tot en met, eindtijd, einde, until, end time, delivery "
            "until, tijd tot, window to, window until, leveren tot, uiterlijk",
        ),
        READY_AT,
        meaning(
            "date", "bezorgdatum", "delivery date",
            "delivery date, bezorgdatum, leverdatum, afleverdatum, bezorgdag, leverdag, shipping "
            "date, verzenddatum",
            "date, datum, dag, day",
        ),
        meaning(
            "asked_wording", "versie van de vraag", "wording of the question",
            "asked_wording, versie van de vraag, vraagversie, wording of the question, question version",
        ),
        meaning(
            "asked_answer", "antwoord op de vraag", "answer to the question",
            "asked_answer, antwoord op de vraag, answer to the question, zonder bezorging",
        ),
        meaning(
            "asked_rotation", "volgorde van de antwoorden", "order of the answers",
            "asked_rotation, volgorde van de antwoorden, order of the answers",
        ),
        meaning("cancelled_at", "geannuleerd op", "cancelled at"),
        meaning("financial_status", "betaling", "financial status"),
        meaning("fulfillment_status", "verzending", "fulfillment status"),
        meaning("status", "status van de webwinkel", "status at the web shop"),
        PHONE, EMAIL, NOTE, REASON_TO_MEND,
    ),
    required=(frozenset({"order_ref"}), WAYS_TO_A_DOOR, frozenset({"recipient", "last_name"})),
    address=PLACE_PARTS,
    not_ours=names(
        "order date, orderdatum, besteldatum, created at, paid at, fulfilled at, invoice number, "
        "factuurnummer, factuurdatum, invoice date, klantnummer, customer number, customer id, "
        "customer user id, order status, shipping, shipping method, shipping method title, shipping "
        "total, shipping company, billing company, phone model, item name, item number, track and "
        "trace, tracking number, shipping state, shipping country, shipping province, billing "
        "country, billing state, billing province, country, land, order total, order notes, shipping "
        "street, billing street, lineitem name, date paid"
    ),
    exports=(
        Export(
            "Shopify", names("name, financial status, lineitem name"),
            {
                "name": "order_ref", "id": "", "vendor": "", "cancelledat": "cancelled_at",
                "financialstatus": "financial_status", "fulfillmentstatus": "fulfillment_status",
            },
            row_per_item=True,
        ),
        Export(
            "WooCommerce", names("order number, postcode (shipping)"),
            {"name": "", "status": "status", "orderstatus": "status"}, row_per_item=True,
        ),
        Export(
            "WooCommerce", names("order_number, shipping_postcode"),
            {"name": "", "date": "", "status": "status", "orderstatus": "status"}, row_per_item=True,
        ),
        Export("Lightspeed", names("shipping streetname, shipping zipcode"), {"company": ""}),
    ),
)  # fmt: skip
