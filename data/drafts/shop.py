"""What shops, hubs and vehicles are made from; each is known by its name within the square."""

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["HubDraft", "ShopDraft", "VehicleDraft"]


@dataclass(frozen=True, slots=True)
class ShopDraft:
    """A shop to be, or what an existing one of that name becomes; see `data.models.shop.Shop`."""

    name: str
    lon: float
    lat: float
    kind: str = ""
    street: str = ""
    number: str = ""
    addition: str = ""
    postcode: str = ""
    town: str = ""
    opening_hours: str = ""
    ready_at_s: int | None = None
    phone: str = ""
    email: str = ""
    osm_id: str = ""
    note: str = ""
    closing_days: frozenset[date] = frozenset()
    usual_weight_g: int | None = None
    usual_volume_ml: int | None = None
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class HubDraft:
    """A hub to be; see `data.models.hub.Hub`."""

    name: str
    lon: float
    lat: float
    address: str = ""
    opening_hours: str = ""
    attended: bool = False


@dataclass(frozen=True, slots=True)
class VehicleDraft:
    """A vehicle to be; see `data.models.vehicle.Vehicle`."""

    name: str
    profile: str
    weight_g: int
    volume_ml: int
    duty_start_s: int
    duty_end_s: int
    cool_volume_ml: int = 0
    electric: bool = True
    hub_id: str | None = None
    note: str = ""
    crew: int = 1
    battery_wh: int | None = None
