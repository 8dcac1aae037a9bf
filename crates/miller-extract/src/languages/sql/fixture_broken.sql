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

DELIMITER //
CREATE PROCEDURE purge(IN days INT)
BEGIN
    DELETE FROM after_it WHERE id < days;
END //
CREATE TRIGGER after_purge AFTER DELETE ON after_it FOR EACH ROW EXECUTE FUNCTION tidy()//
DELIMITER ;

CREATE TABLE [dbo].[Moored Ships] (
    [Id] INT IDENTITY(1,1) NOT NULL,
    [Name] NVARCHAR(MAX) NULL,
    CONSTRAINT [PK_Moored] PRIMARY KEY CLUSTERED ([Id] ASC)
)
GO
CREATE OR ALTER PROCEDURE [dbo].[Unmoor] @id INT
AS
BEGIN
    DELETE FROM [dbo].[Moored Ships] WHERE [Id] = @id; -- [not] a name
END
GO
SELECT numbers[1], ARRAY[id] FROM [dbo].[Moored Ships];
