-- A log of any size as the events that counts.sql counts, by the rules of crates/catalogue/src/orders. Spark SQL and DuckDB both
-- run this file as it is.
--
-- Inputs: ids(id, item), and log(file, session_id, user_id, time, seq, item_id, event, quantity): the number of the file, and
-- texts without space around them. A text is empty if the log has no such column or no value, or if the value names nobody.
-- ${...}: earliest_ms, end_ms, events, other_events, longest_id, events_are_orders (numbers and lists of texts).

-- table lines
-- Every row with its values, and whether it is an event (`verdict`). The order of the verdicts is that of the native reader.
WITH bare AS (
    SELECT file, time, seq, item_id, quantity,
        CASE WHEN SUBSTR(session_id, 1, 1) = CHR(39) THEN SUBSTR(session_id, 2) ELSE session_id END AS session_id,
        CASE WHEN SUBSTR(user_id, 1, 1) = CHR(39) THEN SUBSTR(user_id, 2) ELSE user_id END AS user_id,
        CASE WHEN SUBSTR(item_id, 1, 1) = CHR(39) THEN SUBSTR(item_id, 2) ELSE item_id END AS bare_item,
        CASE WHEN event = '' THEN 'purchase' ELSE REPLACE(REPLACE(LOWER(event), ' ', '_'), '-', '_') END AS event,
        CASE
            WHEN SUBSTR(quantity, 1, 1) IN ('-', '−', '–') THEN TRIM(SUBSTR(quantity, 2))
            WHEN SUBSTR(quantity, LENGTH(quantity), 1) = '-' THEN TRIM(SUBSTR(quantity, 1, LENGTH(quantity) - 1))
            WHEN SUBSTR(quantity, 1, 1) = '(' AND SUBSTR(quantity, LENGTH(quantity), 1) = ')'
            THEN TRIM(SUBSTR(quantity, 2, LENGTH(quantity) - 2))
        END AS amount_returned,
        REGEXP_EXTRACT(time, '^[0-9]+([.,][0-9]*)?$$', 0) AS number
    FROM log
),
-- A number loses the `.0` that a column of fractions adds.
plain AS (
    SELECT file, time, seq, item_id, event, quantity, number,
        CASE
            WHEN REGEXP_EXTRACT(session_id, '^[0-9]+[.]0$$', 0) <> '' THEN SUBSTR(session_id, 1, LENGTH(session_id) - 2)
            ELSE session_id
        END AS session_id,
        CASE
            WHEN REGEXP_EXTRACT(user_id, '^[0-9]+[.]0$$', 0) <> '' THEN SUBSTR(user_id, 1, LENGTH(user_id) - 2)
            ELSE user_id
        END AS user_id,
        CASE
            WHEN REGEXP_EXTRACT(bare_item, '^[0-9]+[.]0$$', 0) <> '' THEN SUBSTR(bare_item, 1, LENGTH(bare_item) - 2)
            ELSE bare_item
        END AS plain_item,
        amount_returned IS NOT NULL AS is_returned,
        REGEXP_EXTRACT(
            REPLACE(COALESCE(amount_returned, quantity), ',', '.'),
            '^[+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$$', 0
        ) AS amount,
        TRY_CAST(REGEXP_EXTRACT(number, '^[0-9]+', 0) AS BIGINT) AS whole,
        TRY_CAST(REPLACE(number, ',', '.') AS DOUBLE) AS fractional,
        REGEXP_EXTRACT(number, '[.,]([0-9]*)$$', 1) AS fraction
    FROM bare
),
-- Digits as YYYYMMDD[HH[MM[SS]]], or ISO 8601, as one text of fixed places.
written AS (
    SELECT plain.*,
        CASE
            WHEN number = ''
            THEN REGEXP_EXTRACT(
                time,
                '^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,9})?)?( ?(Z|z|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?)?$$',
                0
            )
            WHEN LENGTH(CAST(whole AS STRING)) IN (8, 10, 12, 14) AND REPLACE(fraction, '0', '') = ''
            THEN CONCAT(
                SUBSTR(CAST(whole AS STRING), 1, 4), '-', SUBSTR(CAST(whole AS STRING), 5, 2), '-',
                SUBSTR(CAST(whole AS STRING), 7, 2), 'T', SUBSTR(RPAD(CAST(whole AS STRING), 14, '0'), 9, 2), ':',
                SUBSTR(RPAD(CAST(whole AS STRING), 14, '0'), 11, 2), ':', SUBSTR(RPAD(CAST(whole AS STRING), 14, '0'), 13, 2)
            )
            ELSE ''
        END AS clock
    FROM plain
),
parts AS (
    SELECT written.*,
        CAST(UNIX_DATE(TRY_CAST(SUBSTR(clock, 1, 10) AS DATE)) AS BIGINT) AS day,
        COALESCE(TRY_CAST(SUBSTR(clock, 12, 2) AS BIGINT), 0) AS hour,
        COALESCE(TRY_CAST(SUBSTR(clock, 15, 2) AS BIGINT), 0) AS minute,
        CASE WHEN SUBSTR(clock, 17, 1) = ':' THEN TRY_CAST(SUBSTR(clock, 18, 2) AS BIGINT) ELSE 0 END AS second,
        REGEXP_EXTRACT(clock, '[.,]([0-9]+)', 1) AS decimals,
        REGEXP_EXTRACT(SUBSTR(clock, 17), '([+-][0-9:]+)$$', 1) AS zone
    FROM written
),
-- The moment that a number may be, in milliseconds: no number is within the range in two of these units.
moments AS (
    SELECT parts.*,
        LEAST(whole, 100000000000) * 1000
            + CASE WHEN fraction = '' THEN 0 ELSE CAST(FLOOR((fractional - CAST(whole AS DOUBLE)) * 1000e0) AS BIGINT) END
            AS of_seconds,
        CAST(ROUND((whole - whole % 1000) / 1000) AS BIGINT) AS of_microseconds,
        CAST(ROUND((whole - whole % 1000000) / 1000000) AS BIGINT) AS of_nanoseconds,
        CASE
            WHEN fractional BETWEEN 25569 AND 1000000
            THEN CAST(FLOOR((ROUND((fractional - 25569e0) * 86400000e0) + 500) / 1000) AS BIGINT) * 1000
        END AS of_excel,
        CASE
            WHEN hour <= 23 AND minute <= 59 AND second <= 59
                AND COALESCE(TRY_CAST(SUBSTR(zone, 2, 2) AS BIGINT), 0) <= 23
            THEN day * 86400000 + hour * 3600000 + minute * 60000 + second * 1000
                + CAST(RPAD(SUBSTR(decimals, 1, 3), 3, '0') AS BIGINT)
                - (CASE WHEN SUBSTR(zone, 1, 1) = '-' THEN -60000 ELSE 60000 END) * (
                    COALESCE(TRY_CAST(SUBSTR(zone, 2, 2) AS BIGINT), 0) * 60
                    + COALESCE(TRY_CAST(SUBSTR(REPLACE(zone, ':', ''), 4, 2) AS BIGINT), 0)
                )
        END AS of_clock
    FROM parts
),
timed AS (
    SELECT moments.*,
        CASE
            WHEN number = '' THEN CASE WHEN of_clock >= ${earliest_ms} AND of_clock < ${end_ms} THEN of_clock END
            WHEN of_seconds >= ${earliest_ms} AND of_seconds < ${end_ms} THEN of_seconds
            WHEN whole >= ${earliest_ms} AND whole < ${end_ms} THEN whole
            WHEN of_microseconds >= ${earliest_ms} AND of_microseconds < ${end_ms} THEN of_microseconds
            WHEN of_nanoseconds >= ${earliest_ms} AND of_nanoseconds < ${end_ms} THEN of_nanoseconds
            WHEN of_clock >= ${earliest_ms} AND of_clock < ${end_ms} THEN of_clock
            WHEN of_excel >= ${earliest_ms} AND of_excel < ${end_ms} THEN of_excel
        END AS time_ms,
        CASE
            WHEN seq = '' THEN CAST(0 AS BIGINT)
            WHEN REGEXP_EXTRACT(seq, '^[+-]?[0-9]+$$', 0) <> '' THEN TRY_CAST(seq AS BIGINT)
        END AS seq_number,
        COALESCE(TRY_CAST(amount AS DOUBLE), 0e0) > 0 AS is_amount
    FROM moments
)
SELECT timed.file, timed.session_id, timed.user_id, timed.time_ms, timed.seq_number AS seq, timed.event,
    COALESCE(exact.item, plain_id.item) AS item,
    CASE
        WHEN timed.event IN (${other_events}) THEN 'left out'
        WHEN timed.event NOT IN (${events}) THEN 'event'
        WHEN timed.time = '' THEN 'no time'
        WHEN timed.time_ms IS NULL AND (timed.number <> '' OR timed.of_clock IS NOT NULL) THEN 'time out of range'
        WHEN timed.time_ms IS NULL THEN 'time'
        WHEN REGEXP_EXTRACT(timed.session_id, '^[0-9]([.,][0-9]+)?[Ee][+][0-9]+$$', 0) <> ''
            OR REGEXP_EXTRACT(timed.user_id, '^[0-9]([.,][0-9]+)?[Ee][+][0-9]+$$', 0) <> '' THEN 'ruined id'
        WHEN LENGTH(timed.session_id) > ${longest_id} OR LENGTH(timed.user_id) > ${longest_id} THEN 'long id'
        WHEN timed.seq_number IS NULL THEN 'seq'
        WHEN timed.is_returned AND timed.is_amount THEN 'return'
        WHEN timed.item_id = '' THEN 'no item'
        WHEN COALESCE(exact.item, plain_id.item) IS NULL THEN 'item'
        WHEN timed.quantity <> '' AND (timed.is_returned OR NOT timed.is_amount) THEN 'quantity'
        WHEN timed.session_id = '' AND timed.user_id = '' THEN 'no session'
        ELSE 'kept'
    END AS verdict
FROM timed
LEFT JOIN ids exact ON exact.id = timed.item_id
LEFT JOIN ids plain_id ON plain_id.id = timed.plain_item AND timed.plain_item <> timed.item_id

-- table events
-- The events of sessions. Who gave no name is the one shopper that other rows of the session name, or nobody else. Numbers of
-- orders begin anew: an order (events_are_orders = 1) never goes on in another file or on another day. What a shopper did
-- without a session is a session of that day.
--
-- A length at the end keeps two joined ids apart from two others that join to the same text. Rows of one time are in the
-- order of a hash: the highest numbers of items must not be those that a long session keeps.
WITH known AS (
    SELECT item, time_ms, seq, event, session_id,
        CASE
            WHEN user_id LIKE '%@%'
            THEN TRANSLATE(user_id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
            ELSE NULLIF(user_id, '')
        END AS user_id,
        CASE
            WHEN ${events_are_orders} = 1
            THEN CONCAT(
                session_id, ' ', CAST(file AS STRING), ' ', CAST(CAST(FLOOR(time_ms / 86400000) AS BIGINT) AS STRING), ' ',
                CAST(LENGTH(session_id) AS STRING)
            )
            WHEN session_id = '' THEN CONCAT(' ', CAST(CAST(FLOOR(time_ms / 86400000) AS BIGINT) AS STRING), ' 0')
            ELSE CONCAT(session_id, ' ', CAST(LENGTH(session_id) AS STRING))
        END AS id
    FROM lines WHERE verdict = 'kept'
),
named AS (
    SELECT item, time_ms, seq, event, id, session_id,
        CASE
            WHEN user_id IS NOT NULL THEN user_id
            WHEN MIN(user_id) OVER (PARTITION BY id) = MAX(user_id) OVER (PARTITION BY id)
            THEN MAX(user_id) OVER (PARTITION BY id)
        END AS user_id
    FROM known
)
SELECT CONCAT(id, ' ', COALESCE(user_id, ''), ' ', CAST(LENGTH(id) AS STRING)) AS session,
    CASE WHEN user_id IS NULL THEN CONCAT('? ', session_id) ELSE CONCAT('u ', user_id) END AS shopper,
    CAST(FLOOR(time_ms / 1000) AS BIGINT) AS seconds, item, event,
    ROW_NUMBER() OVER (
        PARTITION BY id, user_id
        ORDER BY time_ms, seq, MD5(CONCAT(CAST(item AS STRING), ' ', id)), item, event DESC
    ) AS place
FROM named

-- dominant
-- The shopper with the most sessions (dominance.rs), and how many sessions there are.
WITH held AS (SELECT shopper, COUNT(DISTINCT session) AS sessions FROM events GROUP BY shopper)
SELECT COALESCE(MAX(CASE WHEN shopper LIKE 'u %' THEN sessions END), 0), CAST(SUM(sessions) AS BIGINT) FROM held
