-- A log of any size as the events that counts.sql counts. Spark SQL and DuckDB both run this file as it is.
--
-- Inputs: log(session_id, user_id, seconds, seq, item_id, event, quantity), all texts but the numbers `seconds` and `seq`;
-- ids(id, item). The log is expected clean: ids as the feed has them, one row for each order line or event, no test orders.
-- `passerelle prepare-counts --orders` reads what is not (platforms' exports, dates in any form, returns in columns).

-- table events
-- Rows whose item the feed has. Who gave no name is the one shopper that other rows of the session name, or nobody else.
-- Numbers of orders begin anew: an order (events_are_orders = 1) never goes on on another day.
WITH known AS (
    SELECT ids.item, log.seconds, log.seq, log.event,
        CASE WHEN log.user_id LIKE '%@%' THEN LOWER(TRIM(log.user_id)) ELSE TRIM(log.user_id) END AS user_id,
        CASE
            WHEN ${events_are_orders} = 1
            THEN CONCAT(TRIM(log.session_id), ' ', CAST(CAST(FLOOR(log.seconds / 86400) AS BIGINT) AS STRING))
            ELSE TRIM(log.session_id)
        END AS id,
        TRIM(log.session_id) AS session_id
    FROM log JOIN ids ON ids.id = TRIM(log.item_id)
    WHERE log.seconds IS NOT NULL AND TRIM(log.session_id) <> ''
        AND log.event IN (
            'view_item', 'select_item', 'add_to_cart', 'remove_from_cart', 'add_to_wishlist', 'purchase'
        )
        AND (log.quantity IS NULL OR TRIM(log.quantity) NOT LIKE '-%')
),
named AS (
    SELECT item, seconds, seq, event, id, session_id,
        CASE
            WHEN user_id <> '' THEN user_id
            WHEN MIN(NULLIF(user_id, '')) OVER (PARTITION BY id) = MAX(NULLIF(user_id, '')) OVER (PARTITION BY id)
            THEN MAX(NULLIF(user_id, '')) OVER (PARTITION BY id)
        END AS user_id
    FROM known
)
SELECT CONCAT(id, ' ', COALESCE(user_id, '')) AS session,
    COALESCE(CONCAT('u ', user_id), CONCAT('? ', session_id)) AS shopper,
    seconds, item, event,
    ROW_NUMBER() OVER (PARTITION BY id, user_id ORDER BY seconds, seq, item) AS place
FROM named
