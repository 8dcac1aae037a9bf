@tool
@icon("res://player.svg")
class_name Player
extends CharacterBody2D
## Whoever plays.
##
## Walks, jumps and dies.

## It is over.
signal died
signal hit(amount: int, by)

## What the player does.
enum State {
	IDLE,
	## Faster than walking.
	RUN = 3,
}
enum { LEFT, RIGHT }

const SPEED := 300.0
const Enemy = preload("res://enemy.gd")
const NAMES: Array[String] = ["a", "b"]

## How much is left.
@export var health: int = 100
@export_range(0, 10) var reach := 3.0
@onready var sprite: Sprite2D = $Sprite2D
static var count = 0
var weapon: Weapon
var _hidden
# Not a doc comment.
var level: int = 1:
	set(value):
		level = value
		died.emit()
	get:
		return level
var other: set = set_other, get = get_other


func _init(start: int, bonus: int = 3, rest = SPEED) -> void:
	super(start)
	self.health = start + bonus
	count += 1
	rest = 0


## Runs every frame.
func _process(delta: float) -> void:
	super._process(delta)
	var next := delta + reach
	var foe: Enemy = Enemy.new()
	const LIMIT = 2
	for index in range(3):
		print(index, next)
	for number: int in 3:
		pass
	match level:
		1, 2:
			pass
		State.IDLE:
			jump()
		var found when found > LIMIT:
			walk(found)
		[var head, ..]:
			walk(head)
		_:
			rest()
	var twice = func(value: int) -> int: return value * 2
	twice.call(1)
	await get_tree().create_timer(1.0).timeout
	$Timer/Inner.start()
	%Unique.visible = false
	died.connect(_on_died)
	foe.health -= 1
	weapon.parts[1].use(RIGHT)
	if sprite is Node2D and not Engine.is_editor_hint():
		return
	_hidden = NAMES[0]


static func make(kind: String) -> Player:
	var made: Player = Player.new(1)
	made.jump()
	return made


@rpc("any_peer")
func jump() -> void:
	walk(SPEED)


func walk(speed, style = State.RUN):
	velocity.x = speed
	self.jump()


func set_other(value): other = value
func get_other(): return other
func _on_died():
	print("died at ", level)


## What the player holds.
class Weapon extends Node:
	## Sharpness.
	var edge := 1
	var parts: Array = []

	class Blade extends Node.Part:
		func cut(): return 1

	func use(side) -> int:
		return edge + side


class Loaded extends "res://other.gd":
	pass
