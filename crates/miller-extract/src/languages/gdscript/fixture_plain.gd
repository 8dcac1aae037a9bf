extends Node
## The first script of a game.

func _ready():
	start()

func start(:
	pass

func stop():
	start()
