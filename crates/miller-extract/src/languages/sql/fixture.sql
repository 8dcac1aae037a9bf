-- Copyright of nobody.

CREATE SCHEMA IF NOT EXISTS harbour;
CREATE EXTENSION pgcrypto;

-- What a ship carries.
CREATE TYPE harbour.cargo AS ENUM ('grain', 'wool');
CREATE TYPE place AS (north int, east int);

/* The ships
 * that lie at a quay. */
CREATE TABLE IF NOT EXISTS harbour.ships (
    -- Counts up.
    id SERIAL PRIMARY KEY,
    name VARCHAR(80) NOT NULL DEFAULT 'nobody',
    "length" NUMERIC(10, 2),
    cargo harbour.cargo,
    berth_id INT REFERENCES berths (id) ON DELETE SET NULL,
    CONSTRAINT ships_name UNIQUE (name),
    FOREIGN KEY (berth_id) REFERENCES berths (id)
);

CREATE TABLE berths (id INT PRIMARY KEY, quay TEXT, level REAL);
CREATE TABLE archive AS SELECT * FROM berths;

CREATE UNIQUE INDEX ships_by_name ON harbour.ships (lower(name), berth_id DESC);

-- Which ships lie where.
CREATE OR REPLACE VIEW lying AS
SELECT s.id, s.name AS ship, b.quay, count(*) AS many
FROM harbour.ships AS s
JOIN berths b ON s.berth_id = b.id
LEFT JOIN missing USING (id)
WHERE s.name LIKE 'A%' AND b.level > 3
GROUP BY s.id, b.quay
HAVING count(*) > 1
ORDER BY ship;

CREATE MATERIALIZED VIEW counted AS SELECT quay, count(*) FROM berths GROUP BY quay;

CREATE SEQUENCE numbers START 1;

-- Adds two numbers.
CREATE FUNCTION add_up(a INTEGER, b INTEGER DEFAULT 1) RETURNS INTEGER
LANGUAGE SQL
AS $$
    SELECT a + b;
$$;

CREATE OR REPLACE FUNCTION touched() RETURNS trigger AS $body$
BEGIN
    NEW.touched := now();
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql;

CREATE TRIGGER on_touch BEFORE UPDATE ON berths
FOR EACH ROW EXECUTE FUNCTION touched();

ALTER TABLE berths ADD COLUMN depth INT, ADD CONSTRAINT deep CHECK (depth > 0);
ALTER TABLE harbour.ships RENAME COLUMN name TO title;
COMMENT ON TABLE berths IS 'Where ships lie.';

INSERT INTO berths (id, quay) VALUES (1, 'north'), (2, 'south');
UPDATE berths SET level = level + 1 WHERE id = 1;
DELETE FROM harbour.ships WHERE id IN (SELECT id FROM archive);

WITH RECURSIVE near (id) AS (
    SELECT id FROM berths WHERE level < 2
    UNION ALL
    SELECT n.id FROM near n
)
SELECT near.id, add_up(near.id, 2) FROM near CROSS JOIN lying;

CREATE ROLE master;
DROP TABLE IF EXISTS archive;
DROP VIEW lying;
CREATE DATABASE tides;

CREATE TABLE `quoted table` (
    `key` INT NOT NULL,
    CONSTRAINT positive CHECK (`key` > 0),
    CONSTRAINT unnamed_key FOREIGN KEY (`key`) REFERENCES berths (id)
);
SELECT `q`.`key`, x.level FROM `quoted table` AS `q`, (SELECT level FROM berths) AS x;

SET @limit = 3;
