-- Where a bicycle may go: OSRM's own profile, from the installed wheel (LUA_PATH). What is chosen: the fewest metres,
-- ridden or pushed; turns, signals and getting off cost nothing.
local bicycle = require('bicycle')

local function setup()
  local profile = bicycle.setup()
  local properties = profile.properties
  properties.weight_name = 'distance'
  properties.weight_precision = 2
  properties.u_turn_penalty = 0
  properties.traffic_signal_penalty = 0
  properties.mode_change_penalty = 0
  return profile
end

local function process_turn(_, turn)
  turn.weight = 0
  turn.duration = 0
end

return {
  setup = setup,
  process_way = bicycle.process_way,
  process_node = bicycle.process_node,
  process_turn = process_turn,
}
