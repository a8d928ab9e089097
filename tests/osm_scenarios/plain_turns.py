"""Dijkstra over the last pieces that were ridden, with turns priced and restricted as the profile's table says.

A state is what one remembers: as many pieces as the longest restriction needs. Barriers are points, not stars.
"""

import math
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import pairwise, permutations, product
from operator import itemgetter

import networkx as nx

from routing.network.profile import load_profile
from tests.osm_scenarios.plain_roads import Node, Piece, PlainRoads, Way
from tests.solver.towns import Triple, packed, unpacked

Memory = tuple[Piece, ...]


class PlainTurns:
    """Every move of a profile, on the part of the roads that it can enter and leave."""

    def __init__(self, roads: PlainRoads) -> None:
        self.roads = roads
        self._walked: dict[Way, bool] = {}
        self.table = roads.profile.table.turn
        self.rules: dict[Piece, list[tuple[str, Memory]]] = {}
        """By each piece after which a restriction has something to say."""
        self.memory = 1
        for kind, ride in self._rules():
            self.memory = max(self.memory, len(ride) - 1)
            for piece in set(ride[:-1]):
                self.rules.setdefault(piece, []).append((kind, ride))
        self.leaving: dict[Node, list[Piece]] = {}
        for piece in roads.value:
            self.leaving.setdefault(roads.nodes(piece)[0], []).append(piece)
        found = self._found()
        part = self._largest_part(found)
        self.kept = {memory[-1] for memory in part}
        self.over_barriers = {
            (memory[-1], onward[-1])
            for memory in part
            for onward, _ in found[memory]
            if onward in part and onward[-1] != memory[-1].back() and roads.is_barrier(roads.nodes(onward[-1])[0])
        }
        kept = [memory for memory in found if self._stays(memory)]
        self.number = {memory: number for number, memory in enumerate(kept)}
        self.last = [memory[-1] for memory in kept]
        price = cache(self._price)
        self.moves = [
            [
                (self.number[after], packed(*price(memory[-1], after[-1], pushed)))
                for after, pushed in found[memory]
                if self._stays(after)
            ]
            for memory in kept
        ]
        """From each memory, by its number."""

    def _stays(self, memory: Memory) -> bool:
        return memory[-1] in self.kept

    def _found(self) -> dict[Memory, list[tuple[Memory, bool]]]:
        """Give each memory that one can come to, with its moves."""
        found: dict[Memory, list[tuple[Memory, bool]]] = {}
        waiting: list[Memory] = [(piece,) for piece in self.roads.value]
        while waiting:
            memory = waiting.pop()
            if memory not in found:
                found[memory] = list(self._moves(memory))
                waiting += [after for after, _ in found[memory]]
        return found

    def _moves(self, memory: Memory):
        """Give each memory after one more piece, and whether a restriction forbids riding there."""
        node = self.roads.nodes(memory[-1])[-1]
        for piece in self.leaving.get(node, []):
            round_ = piece == memory[-1].back()
            if not round_ and self.roads.is_barrier(node) and self.roads.passing(node) is None:
                continue
            forbidden = self._is_forbidden(memory, piece)
            if forbidden and not (self.table.pushed and self._is_walked(memory[-1]) and self._is_walked(piece)):
                continue
            yield (*memory, piece)[-self.memory :], forbidden

    def _is_walked(self, piece: Piece) -> bool:
        if piece.way not in self._walked:
            ride = load_profile("foot").ride(self.roads.tags(piece))
            self._walked[piece.way] = bool(ride.forward or ride.backward)
        return self._walked[piece.way]

    def _largest_part(self, moves) -> set[Memory]:
        graph = nx.DiGraph([(memory, after) for memory, onward in moves.items() for after, _ in onward])
        parts = [
            part
            for part in nx.strongly_connected_components(graph)
            if len(part) > 1 or any(graph.has_edge(memory, memory) for memory in part)
        ]
        lengths = [sum(self.roads.value[piece][1] for piece in {memory[-1] for memory in part}) for part in parts]
        self.is_tied = lengths.count(max(lengths, default=0)) > 1
        return max(zip(lengths, parts, strict=True), key=itemgetter(0), default=(0, set()))[1]

    # Restrictions

    def _rules(self):
        if self.table is None or self.table.restrictions is None:
            return
        classes = self.table.restrictions.classes
        for tags, members in self.roads.raw.relations:
            if set(tags.get("except", "").replace(" ", "").split(";")) & set(classes):
                continue
            keys = [f"restriction:{name}" for name in classes] + ["restriction"]
            value = next((tags[key] for key in keys if key in tags), "")
            for kind in ("no", "only"):
                if value.startswith(kind + "_"):
                    for ride in self._rides(members):
                        if self._can_be_ridden(ride):
                            yield kind, ride

    def _can_be_ridden(self, ride: Memory) -> bool:
        """Say whether a ride is open but for restrictions: one over closed roads or barriers says nothing."""
        if not all(piece in self.roads.value for piece in ride):
            return False
        passed = [self.roads.nodes(one)[-1] for one, other in pairwise(ride) if other != one.back()]
        return not any(self.roads.is_barrier(node) and self.roads.passing(node) is None for node in passed)

    def _rides(self, members):
        def of(role, kind):
            # whoever is named twice is meant once
            return list(
                dict.fromkeys(ref for its_role, its_kind, ref in members if (its_role, its_kind) == (role, kind))
            )

        nodes, ways = of("via", "n"), of("via", "w")
        for start, end in product(of("from", "w"), of("to", "w")):
            if ways:
                for order in permutations(ways):
                    for directions in product([True, False], repeat=len(ways)):
                        over = [self._whole(way, forward) for way, forward in zip(order, directions, strict=True)]
                        if all(over):
                            yield from self._joined(start, [piece for way in over for piece in way], end, None)
            elif len(nodes) == 1:
                yield from self._joined(start, [], end, nodes[0])

    def _whole(self, way, forward):
        pieces = [Piece(way, number, True) for number in range(len(self.roads.pieces.get(way, [])))]
        return pieces if forward else [piece.back() for piece in reversed(pieces)]

    def _joined(self, start, over, end, via):
        for first, last in product(self._ends(start), self._ends(end)):
            ride = [first, *over, last.back()]
            nodes = [self.roads.nodes(piece) for piece in ride]
            joined = all(one[-1] == other[0] for one, other in pairwise(nodes))
            if joined and via in (None, nodes[0][-1]):
                yield tuple(ride)

    def _ends(self, way):
        count = len(self.roads.pieces.get(way, []))
        return [Piece(way, count - 1, True), Piece(way, 0, False)] if count else []

    def _is_forbidden(self, memory: Memory, piece: Piece) -> bool:
        ridden = (*memory, piece)
        rules = self.rules.get(memory[-1], [])
        if any(kind == "no" and ridden[-len(ride) :] == ride for kind, ride in rules):
            return True
        for length in range(1, len(memory) + 1):
            only = {
                ride[length]
                for kind, ride in rules
                if kind == "only" and ride[:length] == memory[-length:] and length < len(ride)
            }
            if only and piece not in only:
                return True
        return False

    # Prices

    def _others(self, before: Piece, *, turns_round: bool) -> set[Piece]:
        """Give the roads that make a place a junction to who comes over a piece: those that this vehicle rides there.

        A restriction takes no street away: what one may not turn into is there to look at. Over a barrier those count
        that somebody comes onto over it, and for who turns round before it, those that he himself may come onto.
        """
        node = self.roads.nodes(before)[-1]
        if self.roads.is_barrier(node):
            ridden = {
                onward
                for came, onward in self.over_barriers
                if self.roads.nodes(came)[-1] == node and (came == before or not turns_round)
            }
        else:
            ridden = {onward for onward in self.leaving[node] if onward in self.kept}
        return ridden - {before.back()}

    def _price(self, before: Piece, piece: Piece, pushed: bool) -> Triple:
        node = self.roads.nodes(before)[-1]
        cost, ms = (0, 0)
        turns_round = piece == before.back()
        if self.roads.is_barrier(node) and not turns_round:
            cost, ms = self.roads.passing(node)
        if self.roads.entry(piece) != self.roads.entry(before):
            entry, entry_ms = self.roads.entry(piece)
            cost, ms = cost + entry, ms + entry_ms
        if self.table is None:
            return cost, 0, ms
        others = self._others(before, turns_round=turns_round)
        rows = [(self.table.pushed, pushed)]
        signals = self._stops(node, before)
        rows.append((self.table.signals, signals))
        if turns_round:
            rows.append((self.table.u_turn if others else self.table.dead_end, 1))
        else:
            if self.table.right_angle is not None and len(others) > 1:
                rows.append((self.table.right_angle, self._right_angles(before, piece)))
            main = self.table.main_road
            if main is not None and not signals and self._class(before) not in main.highway:
                meets = any(self.roads.raw.ways[way][1].get("highway") in main.highway for way in self._ways_at(node))
                rows.append((main, meets))
        metres = sum(row.metres * times for row, times in rows if row is not None)
        seconds = sum(row.seconds * times for row, times in rows if row is not None)
        return cost + round(metres * 1000), 0, ms + round(seconds * 1000)

    def _class(self, piece: Piece) -> str:
        return self.roads.tags(piece).get("highway", "")

    def _ways_at(self, node: Node):
        if not hasattr(self, "_ways"):
            self._ways: dict[Node, set[int]] = {}
            for way, pieces in self.roads.pieces.items():
                for nodes in pieces:
                    for end in (nodes[0], nodes[-1]):
                        self._ways.setdefault(end, set()).add(way)
        return self._ways[node]

    def _stops(self, node: Node, before: Piece) -> bool:
        tags = self.roads.raw.nodes.get(node, {})
        facing = {"forward": True, "backward": False}.get(tags.get("traffic_signals:direction", ""))
        return tags.get("highway") == "traffic_signals" and facing in (None, before.forward)

    def _right_angles(self, before: Piece, piece: Piece) -> float:
        came, goes = self._bearing(before.back()) + 180, self._bearing(piece)
        angle = round(goes - came + 180, 6) % 360 - 180  # straight back is to the left
        return (angle / 90) ** 2 * (self.table.right_angle.left if angle < 0 else 1 / self.table.right_angle.left)

    def _bearing(self, piece: Piece) -> float:
        """Look from its beginning to the point 10 m along it, or to its end."""
        points = [self.roads.raw.at[node] for node in self.roads.nodes(piece)]
        left_m, seen = 10.0, points[-1]
        for one, other in pairwise(points):
            scale = _degree_m((one if piece.forward else other)[1])
            step_m = math.hypot((other[0] - one[0]) * scale[0], (other[1] - one[1]) * scale[1])
            if step_m > left_m:
                seen = tuple(a + (b - a) * left_m / step_m for a, b in zip(one, other, strict=True))
                break
            left_m -= step_m
        scale = _degree_m(points[0][1])
        return math.degrees(math.atan2((seen[0] - points[0][0]) * scale[0], (seen[1] - points[0][1]) * scale[1]))


def _degree_m(lat: float) -> tuple[float, float]:
    """Metres of a degree of longitude and of latitude on WGS 84: its radii of curvature."""
    axis, squared = 6_378_137.0, 0.00669437999014
    bend = 1 - squared * math.sin(math.radians(lat)) ** 2
    return (
        math.radians(axis / math.sqrt(bend) * math.cos(math.radians(lat))),
        math.radians(axis * (1 - squared) / bend**1.5),
    )


def least_values(turns: PlainTurns, starts: dict[Piece, Triple]) -> dict[Piece, Triple]:
    """Return the least value at the beginning of every piece, for who begins with so much left of some pieces."""
    waiting = [
        (packed(*left) + price, after)
        for piece, left in starts.items()
        for after, price in turns.moves[turns.number[piece,]]
    ]
    heapify(waiting)
    ride = [packed(*turns.roads.value[piece]) for piece in turns.last]
    settled: dict[int, int] = {}
    while waiting:
        so_far, memory = heappop(waiting)
        if memory in settled:
            continue
        settled[memory] = so_far
        for after, price in turns.moves[memory]:
            if after not in settled:
                heappush(waiting, (so_far + ride[memory] + price, after))
    least: dict[Piece, int] = {}
    for memory, value in settled.items():
        piece = turns.last[memory]
        least[piece] = min(value, least.get(piece, value))
    return {piece: unpacked(value) for piece, value in least.items()}
