-- The shop's orders under which credits or coverage were bought. An order belongs to one customer, in one letter case; the
-- name is what ids have in common that differ in letter case only.
CREATE TABLE orders (
    name text COLLATE "C" NOT NULL,
    order_id text COLLATE "C" NOT NULL,
    customer text COLLATE "C" NOT NULL,
    later integer NOT NULL CHECK (later IN (0, 1)),
    PRIMARY KEY (name, order_id, customer)
);

-- What was bought before orders were kept here. Of several with one name the first keeps it; the later ones stay known to
-- their customers, and are listed where the ledger is checked.
INSERT INTO orders
SELECT name, order_id, customer,
    CASE row_number() OVER (PARTITION BY name ORDER BY at, order_id, customer) WHEN 1 THEN 0 ELSE 1 END
FROM (
    SELECT lower(translate(order_id, E' \t\n\r', '') COLLATE "C") AS name, order_id, customer, min(at) AS at
    FROM (
        SELECT substr(operation_key, 7) AS order_id, 'cus-' || substr(account, 5) AS customer, at
        FROM entries WHERE kind = 'purchase' AND operation_key LIKE 'order/%'
        UNION ALL
        SELECT h.body::json #>> '{order,orderId}', c.customer, h.at
        FROM history AS h JOIN cards AS c ON c.grain_key = h.grain_key
        WHERE h.kind = 'coverageBought'
    ) AS bought
    WHERE order_id IS NOT NULL AND customer IS NOT NULL
    GROUP BY 1, 2, 3
) AS known;

CREATE UNIQUE INDEX orders_name ON orders (name) WHERE later = 0;
