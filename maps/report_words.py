"""What reports say beside `maps.words`, in Dutch and in English: answers, emissions, rides, costs, figures."""

from collections.abc import Mapping
from typing import Final

from kernel.text import Text

__all__ = ["REPORT_TEXTS"]

REPORT_TEXTS: Final[Mapping[str, Text]] = {
    "asking_title": Text("Is het de klanten gevraagd?", "Were customers asked?"),
    "asked_sentence": Text(
        "Wat had u zonder deze bezorging gedaan? Bezorgde bestellingen: {orders}. Bij het bestellen gevraagd: "
        "{asked}; geantwoord: {answered}, „weet ik niet”: {did_not_know}, niets gezegd: {silent}.",
        "What would you have done without this delivery? Orders brought: {orders}. Asked when ordering: "
        "{asked}; answered: {answered}, “I do not know”: {did_not_know}, said nothing: {silent}.",
    ),
    "asked_by": Text("Doorgegeven door: {who}.", "Handed in by: {who}."),
    "by_shop": Text("winkel", "shop"),
    "by_customer": Text("klant zelf", "the customer"),
    "by_host": Text("beheerder", "host"),
    "by_dispatcher": Text("planner", "dispatcher"),
    "by_platform": Text("platform", "platform"),
    "by_system": Text("ingelezen bestand of webwinkel", "imported file or web shop"),
    "by_file": Text("bestand bij dit rapport", "file given with this report"),
    "asked_forgotten": Text(
        "Antwoorden die op verzoek gewist zijn: {many}. Zij tellen als niet geantwoord.",
        "Answers taken out on request: {many}. They count as not answered.",
    ),
    "asked_corrected": Text(
        "Bestellingen waarvan het antwoord later verbeterd is: {many}. Alle antwoorden zijn bewaard.",
        "Orders whose answer was corrected: {many}. All answers are kept.",
    ),
    "asked_file_differs": Text(
        "Bestellingen waarvan het bestand iets anders zegt dan wat bewaard is: {many}. Hier telt het bestand.",
        "Orders of which the file says otherwise than what is kept: {many}. Here the file counts.",
    ),
    "wording": Text("Versie van de vraag", "Version of the question"),
    "asked": Text("Gevraagd", "Asked"),
    "answered": Text("Geantwoord", "Answered"),
    "response": Text("Respons", "Response"),
    "measured_name": Text(
        "Vergeleken met de nulmeting „{name}” (versie {version})",
        "Against the starting measurement “{name}” (version {version})",
    ),
    "measured_days": Text("{first} tot en met {last}", "{first} to {last}"),
    "measured_about": Text(
        "Geteld {days} door {by}. Hoe: {method}. Bron: {source}.",
        "Counted {days} by {by}. How: {method}. Source: {source}.",
    ),
    "measured_scaled": Text(
        "Geteld zijn {counted} bestellingen; hier omgerekend naar {orders}, per bestelling evenveel. Wat er "
        "bij meer of minder bestellingen anders was gegaan, zit daar niet in. Kilometers en pakketten zijn "
        "genomen zoals geteld; de bandbreedte is die van de factoren.",
        "{counted} orders were counted; here brought to {orders}, as much for each. What would have gone "
        "otherwise with more or fewer orders is not in it. Kilometres and parcels are taken as counted; the "
        "range is that of the factors.",
    ),
    "measured_per_order": Text("Toen, per bestelling", "Then, for one order"),
    "measured_whole": Text("Toen, voor zoveel bestellingen", "Then, for as many orders"),
    "measured_counted": Text("Wat er geteld is", "What was counted"),
    "measured_then": Text("Toen en nu", "Then and now"),
    "measured_what": Text("Wat", "What"),
    "measured_with": Text("Waarmee", "By"),
    "measured_number": Text("Aantal", "Number"),
    "flow_shop_trips": Text("Ritten van winkels", "Trips of shops"),
    "flow_parcels": Text("Pakketten", "Parcels"),
    "flow_customer_trips": Text("Ritten van klanten", "Trips of customers"),
    "flow_by_car": Text("auto", "car"),
    "flow_by_bicycle": Text("fiets", "bicycle"),
    "flow_by_on_foot": Text("te voet", "on foot"),
    "flow_by_public_transport": Text("openbaar vervoer", "public transport"),
    "flow_by_cargo_bike": Text("elektrische bakfiets", "electric cargo bike"),
    "flow_by_diesel_van": Text("dieselbus", "diesel van"),
    "flow_by_electric_van": Text("elektrische bus", "electric van"),
    "flow_by_shop_fleet": Text("auto's en bussen van winkels", "cars and vans of shops"),
    "inputs_title": Text("Waar de bandbreedte het meest van afhangt", "What the range depends on most"),
    "input": Text("Gegeven", "Input"),
    "input_share": Text("Deel", "Share"),
    "steps_title": Text("Waar het verschil vandaan komt", "Where the difference comes from"),
    "steps_note": Text(
        "Van elke bestelling apart met een elektrische bestelbus (een bovengrens: zo rijdt niemand), via "
        "gebundeld met diezelfde bus, naar deze rondes.",
        "From each order alone by electric van (an upper bound: nobody drives like that), over pooled by the "
        "same van, to these rounds.",
    ),
    "step_pooling": Text("Bundelen", "Pooling"),
    "step_vehicle": Text("Ander voertuig", "Another vehicle"),
    "making_title": Text("Het maken van voertuigen en accu's", "Making vehicles and batteries"),
    "making_note": Text(
        "Apart, en in geen ander cijfer: het maken, verdeeld over de kilometers van een voertuigleven. Van "
        "het pakketnetwerk zijn de voertuigen niet bekend.",
        "Apart, and in no other figure: making them, spread over the kilometres of a vehicle's life. The "
        "parcel network's vehicles are not known.",
    ),
    "vary_title": Text("Als de maand andere dagen had gehad", "Had the month had other days"),
    "vary_note": Text(
        "Zoveel dagen als er zijn, telkens opnieuw uit deze dagen getrokken: wat het toeval van de dagen "
        "toevoegt aan de bandbreedte.",
        "As many days as there are, drawn from these again and again: what the chance of days adds to the range.",
    ),
    "inventory_title": Text("Inventaris naar EN ISO 14083", "Inventory after EN ISO 14083"),
    "inventory_note": Text(
        "Bij de middelste waarde van elke factor; de bandbreedte staat hierboven. Verdeeld over bestellingen "
        "naar gewicht × kortste weg van winkel naar klant, tot op de gram sluitend. Door niemand anders "
        "getoetst.",
        "At the middle value of each factor; the range stands above. Shared over orders by weight × the "
        "shortest way from shop to customer, exact to the gram. Audited by nobody else.",
    ),
    "ttw": Text("Gebruik (tank tot wiel)", "Operation (tank-to-wheel)"),
    "wtt": Text("Levering van energie (bron tot tank)", "Energy provision (well-to-tank)"),
    "wtw": Text("Samen (bron tot wiel)", "Together (well-to-wheel)"),
    "data": Text("Gegevens", "Data"),
    "data_primary": Text("gemeten", "measured"),
    "data_modelled": Text("gemodelleerd", "modelled"),
    "data_default": Text("uit de factortabel", "from the factor table"),
    "covered": Text(
        "Bestellingen met gewicht en weg: {known} van {served}.", "Orders with weight and way: {known} of {served}."
    ),
    "intensity": Text("Per tonkilometer", "Per tonne-kilometre"),
    "purpose": Text("Gereden voor", "Driven for"),
    "purpose_carrying": Text("met goederen", "with goods"),
    "purpose_empty": Text("leeg", "empty"),
    "purpose_repositioning": Text("verplaatsen", "repositioning"),
    "purpose_failed_attempt": Text("niemand thuis", "nobody home"),
    "purpose_return": Text("retour", "return"),
    "purpose_way_to_depot": Text("weg naar het vertrekpunt", "way to the depot"),
    "purpose_replacement": Text("vervangend voertuig", "replacement vehicle"),
    "purpose_own_trip": Text("eigen rit van de maker", "the producer's own trip"),
    "driven": Text("gereden", "driven"),
    "ridden_title": Text("Zoals het gereden is", "As it was ridden"),
    "ridden_rounds": Text(
        "Van {rounds} rondes zijn er {told} door de bezorger gemeld en is van {metered} de kilometerstand "
        "afgelezen; uren van {with_hours} volgens de meldingen, de andere zoals gepland.",
        "Of {rounds} rounds couriers reported {told}, and the counter was read of {metered}; hours of "
        "{with_hours} are by the reports, the others as planned.",
    ),
    "stops_untold": Text(
        "Haltes zonder melding: {stops_untold}. Een ronde met zo'n halte telt nooit minder kilometers dan gepland.",
        "Stops without a report: {stops_untold}. A round with such a stop never counts fewer kilometres than planned.",
    ),
    "beeline_ways": Text(
        "Stukken hemelsbreed geschat, omdat een plaats van de weg af ligt: {beeline_ways}.",
        "Ways estimated as the crow flies, as a place is off the roads: {beeline_ways}.",
    ),
    "readings_waiting": Text(
        "Aflezingen die nog niet meetellen, omdat een ronde van dat voertuig nog onderweg is: {readings_waiting}.",
        "Readings that do not count yet, as a round of that vehicle is still under way: {readings_waiting}.",
    ),
    "ridden_plan": Text("Gepland was", "The plan was"),
    "ridden_driven": Text("Gereden, van de meter", "Driven, by the counter"),
    "ridden_estimated": Text("Geschat, uit de meldingen", "Estimated, from the reports"),
    "ridden_planned": Text("Nog zoals gepland", "Still as planned"),
    "costs_title": Text("Kosten", "Costs"),
    "costs_note": Text(
        "Vertrouwelijk: alleen voor wie over het geld gaat. Zonder btw. Wat per maand betaald wordt, is "
        "gelijk verdeeld over de {days_in_month} bezorgdagen die deze maand tot nu toe gepland zijn.",
        "Confidential: for who answers for the money. Without VAT. What is paid by the month is shared alike "
        "over the {days_in_month} days of delivery that are planned of this month so far.",
    ),
    "costs_without": Text(
        "Dagen zonder kostenopgave, die niet meetellen: {days_without}.",
        "Days before the first costs were given, which do not count: {days_without}.",
    ),
    "income_known": Text(
        "Opbrengst bekend van {income_known} van {orders} bestellingen.",
        "Income is known of {income_known} of {orders} orders.",
    ),
    "cost_couriers": Text("Bezorgers", "Couriers"),
    "cost_vehicles": Text("Voertuigen", "Vehicles"),
    "cost_hubs": Text("Dorpspunten", "Hubs"),
    "cost_platform": Text("Platform", "Platform"),
    "cost_total": Text("Kosten samen", "Costs together"),
    "money_income": Text("Opbrengst van bestellingen", "Income of orders"),
    "money_subsidy": Text("Subsidie", "Subsidy"),
    "money_result": Text("Over, of (met een min) tekort", "Left over, or (with a minus) short"),
    "each_title": Text("Per bestelling", "An order"),
    "each_cost": Text("Kosten", "Costs"),
    "each_income": Text("Opbrengst, waar die bekend is", "Income, where it is known"),
    "each_subsidy": Text("Subsidie", "Subsidy"),
    "each_short_without_subsidy": Text("Tekort zonder subsidie", "Short without subsidy"),
    "turn_title": Text("Vanaf hoeveel bestellingen het uitkan", "From how many orders it pays its way"),
    "turn_from": Text(
        "Het kan uit vanaf {central} bestellingen per dag ({low} tot {high}).",
        "It pays its way from {central} orders a day ({low} to {high}).",
    ),
    "turn_up_to": Text(
        "Een bestelling kost meer dan zij opbrengt: wat er per maand bij komt, dekt er {central} per dag.",
        "An order costs more than it brings: what is paid in by the month covers {central} a day.",
    ),
    "turn_always": Text(
        "Het kan uit bij elk aantal: wat er per maand bij komt, dekt alles wat een dag hoe dan ook kost.",
        "It pays its way with any number: what is paid in by the month covers all that a day costs anyhow.",
    ),
    "turn_never": Text(
        "Geen: bij dit tarief kan het bij geen enkel aantal bestellingen uit.",
        "None: at this tariff no number of orders pays its way.",
    ),
    "turn_unknown": Text(
        "Niet te zeggen: er zijn nog te weinig bezorgdagen met verschillende aantallen bestellingen, of "
        "niemand weet wat een bestelling opbrengt.",
        "Cannot be told: there are too few days of delivery with unlike numbers of orders yet, or nobody "
        "knows what an order brings.",
    ),
    "turn_unseen": Text(
        "Zoveel bestellingen had nog geen dag: de meeste waren er {most}.",
        "No day had so many orders yet: the most were {most}.",
    ),
    "marginal": Text(
        "Eén bestelling meer kost {central} ({low} tot {high}) aan bezorgers en voertuigen: een rechte lijn "
        "door {days} eigen dagen, de bandbreedte door die dagen opnieuw te trekken.",
        "One order more costs {central} ({low} to {high}) of couriers and vehicles: a straight line through "
        "{days} days of this square, the range by drawing those days anew.",
    ),
    "no_limit": Text("nooit", "never"),
    "local_title": Text("Uitlaat en slijtage waar gereden wordt", "Exhaust and wear where vehicles drive"),
    "local_nox": Text("Stikstofoxiden (NOx)", "Nitrogen oxides (NOx)"),
    "local_pm10": Text(
        "Fijnstof (PM10): uitlaat, banden, remmen en wegdek", "Particles (PM10): exhaust, tyres, brakes and road"
    ),
    "local_middle": Text("Midden (P50)", "Middle (P50)"),
    "origin_title": Text("Van maker tot klant", "From producer to customer"),
    "origin_note": Text(
        "Gemiddelde weg van wat bezorgd is; van de maker naar de winkel met een bestelbus, zoals de winkels "
        "opgeven van wie zij het hebben.",
        "The mean way of what was brought; from producer to shop by van, as the shops tell from whom they have it.",
    ),
    "producer_to_shop": Text("Van maker naar winkel", "From producer to shop"),
    "shop_to_customer": Text("Van winkel naar klant", "From shop to customer"),
    "covered_share": Text("Bestellingen waarvan de maker bekend is", "Orders whose producer is known"),
    "beeline_share": Text("Daarvan hemelsbreed × 1,3 geschat", "Of these estimated as the crow flies × 1.3"),
    "indicators_title": Text("Kentallen van de rondes", "Figures of the rounds"),
    "loops": Text("Rondes", "Rounds"),
    "orders_per_loop": Text("Bestellingen per ronde", "Orders per round"),
    "km_per_stop": Text("Kilometer per halte", "Kilometres per stop"),
    "km_per_order": Text("Kilometer per bestelling", "Kilometres per order"),
    "drops_per_hour": Text("Bestellingen per uur", "Orders per hour"),
    "empty_share": Text("Leeg gereden", "Driven empty"),
    "detour": Text("Gereden per kilometer kortste weg", "Driven per kilometre of shortest way"),
    "load_by_mass": Text("Belading naar gewicht", "Load by weight"),
    "load_by_volume": Text("Belading naar volume", "Load by volume"),
    "goods_kg_km": Text("Goederen (kg × km)", "Goods (kg × km)"),
    "first_attempt_success": Text("In één keer bezorgd", "Delivered at the first attempt"),
    "shop_to_customer_m": Text("Van winkel naar klant (km)", "From shop to customer (km)"),
    "indicator": Text("Kental", "Figure"),
}
