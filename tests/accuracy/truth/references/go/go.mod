module references

go 1.18
