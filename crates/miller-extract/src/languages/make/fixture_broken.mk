before: kept
	echo kept

broken ( = :
endif

after: before
	echo kept
