"""Every table there is: importing this makes `METADATA` whole. A new model is added here."""

from data.base import Base
from data.models.api_key import ApiKey
from data.models.area import Area
from data.models.closure import Closure
from data.models.cost_sheet import CostSheet
from data.models.courier import Courier
from data.models.courier_assignment import CourierAssignment
from data.models.crate_entry import CrateEntry
from data.models.customer_reply import CustomerReply
from data.models.event import Event
from data.models.hub import Hub
from data.models.idempotency_key import IdempotencyKey
from data.models.incident import Incident
from data.models.job import Job, OutboxRow
from data.models.leg import Leg, LegParcel
from data.models.leg_origin import LegOrigin
from data.models.neighbourhood import Neighbourhood
from data.models.order import Order
from data.models.parcel import Parcel
from data.models.plan import Plan, PlanLeg
from data.models.proof import Proof
from data.models.publication import Publication
from data.models.recurring_order import RecurringOrder
from data.models.relay import Relay
from data.models.road_network import RoadNetwork
from data.models.round import Round
from data.models.shop import Shop, ShopClosingDay
from data.models.slot import SlotTemplate
from data.models.square import Square, SquareArea
from data.models.starting_measurement import StartingMeasurement
from data.models.stop import Stop, Task
from data.models.system_act import SystemAct
from data.models.tariff import Tariff
from data.models.vehicle import Vehicle
from data.models.vehicle_reading import VehicleReading
from data.models.web_shop import WebDelivery, WebShop
from data.models.webhook import Webhook, WebhookDelivery

__all__ = ["METADATA", "MODELS"]

MODELS: tuple[type[Base], ...] = (
    RoadNetwork, Area, Square, SquareArea, Shop, ShopClosingDay, Hub, Vehicle, Order, Plan, Round, Parcel, Leg,
    LegParcel, LegOrigin, Relay, PlanLeg, Stop, Task, Closure, Event, Incident, IdempotencyKey, SystemAct, OutboxRow,
    Job, ApiKey, WebShop, WebDelivery, RecurringOrder, Courier, CourierAssignment, SlotTemplate, Tariff, CrateEntry,
    Webhook, WebhookDelivery, Proof, CustomerReply, StartingMeasurement, Neighbourhood, Publication, VehicleReading,
    CostSheet,
)  # fmt: skip
"""In an order in which each comes after what it points at."""
METADATA = Base.metadata
