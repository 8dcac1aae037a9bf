CREATE TABLE before_it (id INT);

CREATE TABLE broken (id INT,, name);

SELEC nothing FORM nowhere;

CREATE TABLE after_it (
    id INT
);

CREATE PROCEDURE dbo.lay_up @ship INT, @days INT = 3 AS
BEGIN
    UPDATE ships SET days = @days WHERE id = @ship;
END
GO

REVOKE ALL ON before_it FROM PUBLIC;

CREATE OR REPLACE PROCEDURE tidy(days integer)
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM before_it;
END;
$$;

CREATE VIEW after_all AS SELECT id FROM after_it;
