module truth

go 1.18
