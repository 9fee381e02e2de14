module example.com/sourcebook

go 1.25.0
