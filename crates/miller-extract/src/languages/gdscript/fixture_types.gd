class_name Harbour extends "res://base.gd"
## Where boats lie.

@export_group("Sizes")
@export var sizes: Dictionary[String, Vector2] = {"a": Vector2.ZERO, b = 3, limit: 4}
@onready var label := $UI/Label as Label
var scene := preload("res://boat.tscn").instantiate()
var typed: Fleet.Boat = Fleet.Boat.new()
const Quay := preload("res://quay.gd").Part
var limit: int:
	set = _set_limit, get = _get_limit
var depth := 10:
	get: return depth
	set(value): depth = clamp(value, 0, limit)

func moor(boat):
	if boat is not Ship.Small and boat is Ship:
		load("res://quay.gd").new()
	assert(boat != null, "gone")
	for child in get_children(): child.queue_free()
	match typeof(boat):
		TYPE_INT: pass
		{"a": var found}: print(found)
	var named = func(x): return x
	var shown = boat if boat else label
	super()
	Harbour.make(1)
	return (boat as Ship).name

static func make(number: int = 3) -> Harbour: return null
func _set_limit(value): limit = value
