CREATE TABLE before_it (id INT);

CREATE TABLE broken (id INT,, name);

SELEC nothing FORM nowhere;

CREATE TABLE after_it (
    id INT
);
