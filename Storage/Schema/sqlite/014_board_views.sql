-- What engineers have chosen to see of the board, each under a name of their own.
CREATE TABLE board_views (
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    PRIMARY KEY (actor, name)
) STRICT;
