-- Each attempt of a delivery, kept as long as the delivery. Without a duration it is under way, or its process died.
CREATE TABLE webhook_attempts (
    place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery bigint NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    at bigint NOT NULL,
    milliseconds bigint,
    status integer,
    failure text
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery, place);
CREATE INDEX webhook_deliveries_next ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL;

-- Why a mail was given up, for the operator.
ALTER TABLE mails ADD COLUMN failure text;
