-- The counts that learning starts from, by the rules of the native counter (crates/learning/src).
--
-- Spark SQL and DuckDB both run this file as it is. Weights are whole numbers of 2^-26 (fixed_weight.rs): a product of two
-- is below 2^53, so `/` and FLOOR on doubles are exact, and no sum depends on the order of its parts.
--
-- count_orders.py runs the blocks in this order. `-- table NAME` is computed once, `-- output NAME` is also written.
-- A block that counts pairs runs for each of the label views that count_orders.py sets: items, groups of items, or both.
-- ${...} are numbers: floor, retention_days, ordered, dated, salts, last_session, sessions, first_day, and the windows of
-- trending items (trending_days, trending_last, trending_before).
--
-- Inputs: events(session, shopper, seconds, place, item, event), items(item, division, item_type, learnable),
-- steps(ordered, distance, visits, similarity), lengths(ordered, length, weight), ages(ordered, age, weight, recent),
-- calendar(day, slot, half).

-- table sessions
-- A session has the time of its last event. Sessions are numbered in order of time: day by day, so that no worker sorts all.
WITH found AS (
    SELECT session, MIN(shopper) AS shopper, MAX(seconds) AS seconds, COUNT(*) AS events
    FROM events GROUP BY session
),
dated AS (SELECT session, shopper, seconds, events, CAST(FLOOR(seconds / 86400) AS BIGINT) AS day FROM found),
days AS (
    SELECT day, CAST(SUM(COUNT(*)) OVER (ORDER BY day) AS BIGINT) - COUNT(*) AS before FROM dated GROUP BY day
)
SELECT dated.session, dated.shopper, dated.seconds, dated.events, dated.day,
    days.before + ROW_NUMBER() OVER (PARTITION BY dated.day ORDER BY dated.seconds, dated.session) - 1 AS number
FROM dated JOIN days ON days.day = dated.day

-- table interests
-- What tells of interest (visits.rs): no removal, nothing that must not be learned from, and a cart or purchase event right
-- after another event of the item is no second interest. Of a long session the last 200 count, before anything is joined.
WITH kept AS (
    SELECT events.session, events.place, events.item, events.event,
        LAG(events.item) OVER (PARTITION BY events.session ORDER BY events.place) AS before
    FROM events JOIN items ON items.item = events.item
    WHERE items.learnable = 1 AND events.event <> 'remove_from_cart'
),
placed AS (
    SELECT session, item,
        ROW_NUMBER() OVER (PARTITION BY session ORDER BY place) AS place,
        COUNT(*) OVER (PARTITION BY session) AS length
    FROM kept WHERE event = 'view_item' OR before IS NULL OR before <> item
)
SELECT session, item, place, length FROM placed WHERE place > length - 200

-- table visits
-- A session that tells of interest, with its weight by length and age (visits.rs, VisitWeights).
WITH held AS (SELECT session, MAX(length) AS length FROM interests GROUP BY session),
aged AS (
    SELECT sessions.session, sessions.shopper, sessions.day, LEAST(held.length, 1024) AS length,
        CAST(FLOOR((${last_session} - sessions.number) * 4096 / ${sessions}) AS BIGINT) AS age
    FROM sessions JOIN held ON held.session = sessions.session
)
SELECT aged.session, aged.shopper, aged.day, ages.weight AS age_weight, ages.recent AS recent_weight,
    CAST(FLOOR(lengths.weight * ages.weight / 67108864) AS BIGINT) AS weight
FROM aged
JOIN lengths ON lengths.length = aged.length AND lengths.ordered = ${ordered}
JOIN ages ON ages.age = aged.age AND ages.ordered = ${ordered}

-- repeats
-- Events that tell of interest, and distinct pairs of a shopper and an item among them (repeats.rs).
WITH met AS (
    SELECT visits.shopper, interests.item, COUNT(*) AS times
    FROM interests JOIN visits ON visits.session = interests.session
    GROUP BY visits.shopper, interests.item
)
SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT), COUNT(*) FROM met

-- pairs
-- Pairs of labels (count.rs): a session counts at most as one step forward would; a pair once per shopper and day, as its
-- strongest session of that day, on a shopper's first three days; distinct shoppers, floored; of a row its 4,000 strongest.
-- `row_labels` and `column_labels` say what an item counts as; what `excluded` holds of a row and an item does not count.
-- The strongest are found in ${salts} parts of a row, then in the row: an item that everybody meets has very many columns.
WITH from_rows AS (
    SELECT interests.session, interests.place, interests.item, row_labels.label
    FROM interests JOIN row_labels ON row_labels.item = interests.item
),
to_columns AS (
    SELECT interests.session, interests.place, interests.item, column_labels.label
    FROM interests JOIN column_labels ON column_labels.item = interests.item
),
met AS (
    SELECT a.session, a.label AS from_label, b.label AS to_label,
        LEAST(CAST(SUM(steps.visits) AS BIGINT), 67108864) AS visits,
        LEAST(CAST(SUM(steps.similarity) AS BIGINT), 67108864) AS similarity
    FROM from_rows a
    JOIN to_columns b ON b.session = a.session AND b.item <> a.item
    JOIN steps ON steps.distance = b.place - a.place AND steps.ordered = ${ordered}
    WHERE NOT EXISTS (SELECT 1 FROM excluded WHERE excluded.from_label = a.label AND excluded.to_label = b.item)
    GROUP BY a.session, a.label, b.label
),
days AS (
    SELECT met.from_label, met.to_label, visits.shopper, visits.day,
        MAX(CAST(FLOOR(met.visits * visits.weight / 67108864) AS BIGINT)) AS visits,
        MAX(CAST(FLOOR(met.similarity * visits.weight / 67108864) AS BIGINT)) AS similarity
    FROM met JOIN visits ON visits.session = met.session
    GROUP BY met.from_label, met.to_label, visits.shopper, visits.day
),
numbered AS (
    SELECT from_label, to_label, visits, similarity,
        ROW_NUMBER() OVER (PARTITION BY from_label, to_label, shopper ORDER BY day) AS nth
    FROM days
),
sums AS (
    SELECT from_label, to_label,
        CAST(CAST(CAST(SUM(visits) AS BIGINT) AS FLOAT) AS BIGINT) AS visits,
        CAST(CAST(CAST(SUM(similarity) AS BIGINT) AS FLOAT) AS BIGINT) AS similarity,
        COUNT(CASE WHEN nth = 1 THEN 1 END) AS shoppers
    FROM numbered WHERE nth <= 3
    GROUP BY from_label, to_label
),
salted AS (
    SELECT from_label, to_label, visits, similarity, shoppers,
        ROW_NUMBER() OVER (
            PARTITION BY from_label, to_label % ${salts} ORDER BY visits DESC, to_label
        ) AS place
    FROM sums WHERE shoppers >= ${floor}
),
ranked AS (
    SELECT from_label, to_label, visits, similarity, shoppers,
        ROW_NUMBER() OVER (PARTITION BY from_label ORDER BY visits DESC, to_label) AS place
    FROM salted WHERE place <= ${kept}
)
SELECT from_label, to_label, visits, similarity, shoppers FROM ranked WHERE place <= ${kept}

-- edges
-- Groups that go together, the closest first (groups.rs, merge).
WITH totals AS (
    SELECT from_label AS label, CAST(CAST(SUM(similarity) AS BIGINT) AS DOUBLE) / 67108864e0 AS total
    FROM group_pairs GROUP BY from_label
)
SELECT group_pairs.from_label, group_pairs.to_label,
    CAST(
        CAST(group_pairs.similarity AS DOUBLE) / 67108864e0
        / SQRT((a.total + 1e0) * (COALESCE(b.total, 0e0) + 1e0)) AS FLOAT
    ) AS closeness
FROM group_pairs
JOIN totals a ON a.label = group_pairs.from_label
LEFT JOIN totals b ON b.label = group_pairs.to_label
WHERE group_pairs.to_label > group_pairs.from_label
ORDER BY closeness DESC, from_label, to_label

-- output items
-- How often items are met (popularity.rs): once per shopper and day, on three days at most. The weight of a visit grows with
-- its time, so the least of a day is that of its first visit.
WITH days AS (
    SELECT interests.item, visits.shopper, visits.day,
        MIN(visits.age_weight) AS visits, MIN(visits.recent_weight) AS recent
    FROM interests JOIN visits ON visits.session = interests.session
    GROUP BY interests.item, visits.shopper, visits.day
),
numbered AS (
    SELECT item, visits, recent, ROW_NUMBER() OVER (PARTITION BY item, shopper ORDER BY day) AS nth FROM days
)
SELECT item, COUNT(CASE WHEN nth = 1 THEN 1 END) AS shoppers,
    CAST(SUM(visits) AS BIGINT) AS visits, CAST(SUM(recent) AS BIGINT) AS recent
FROM numbered WHERE nth <= 3
GROUP BY item HAVING COUNT(CASE WHEN nth = 1 THEN 1 END) >= ${floor}

-- output first_met
-- When items were met first (arrivals.rs).
SELECT events.item, MIN(sessions.seconds) AS seconds
FROM events JOIN sessions ON sessions.session = events.session GROUP BY events.item

-- output type_transitions
-- Shoppers who met two types in one session (type_transitions.rs); a type meets itself through two different items.
WITH held AS (
    SELECT interests.session, items.item_type, COUNT(DISTINCT interests.item) AS items
    FROM interests JOIN items ON items.item = interests.item GROUP BY interests.session, items.item_type
),
met AS (
    SELECT DISTINCT a.item_type AS from_label, b.item_type AS to_label, visits.shopper
    FROM held a JOIN held b ON b.session = a.session
    JOIN visits ON visits.session = a.session
    WHERE a.item_type <> b.item_type OR a.items > 1
)
SELECT from_label, to_label, COUNT(*) AS shoppers FROM met
GROUP BY from_label, to_label HAVING COUNT(*) >= ${floor}

-- table shopper_events
-- All events of a shopper in their order, of what may be learned from.
SELECT sessions.shopper, events.session, sessions.day, sessions.number, events.place, events.item, events.event,
    items.division, items.item_type,
    ROW_NUMBER() OVER (PARTITION BY sessions.shopper ORDER BY sessions.number, events.place) AS nth
FROM events
JOIN sessions ON sessions.session = events.session
JOIN items ON items.item = events.item
WHERE items.learnable = 1

-- output division_transitions
-- Shoppers who met something of a division and later something of another (division_transitions.rs). In baskets (ordered = 0)
-- what came together counts both ways: from the basket in which a division was met first, others of it are reached too.
-- Of a division the 32 that most shoppers go on to.
WITH stays AS (
    SELECT shopper, session, division, MIN(nth) AS first, MAX(nth) AS last
    FROM shopper_events GROUP BY shopper, session, division
),
firsts AS (
    SELECT shopper, session, division, first, last,
        MIN(first) OVER (PARTITION BY shopper, division) AS first_ever,
        MAX(last) OVER (PARTITION BY shopper, division) AS last_ever
    FROM stays
),
lives AS (SELECT DISTINCT shopper, division, first_ever, last_ever FROM firsts),
met AS (
    SELECT a.shopper, a.division AS from_label, b.division AS to_label
    FROM lives a JOIN lives b ON b.shopper = a.shopper AND a.first_ever < b.last_ever
    UNION
    SELECT a.shopper, a.division AS from_label, b.division AS to_label
    FROM firsts b JOIN firsts a ON a.shopper = b.shopper AND a.session = b.session
    WHERE ${ordered} = 0 AND b.first = b.first_ever AND a.last > b.first
),
counted AS (
    SELECT from_label, to_label, COUNT(*) AS shoppers FROM met
    GROUP BY from_label, to_label HAVING COUNT(*) >= ${floor}
),
ranked AS (
    SELECT from_label, to_label, shoppers,
        ROW_NUMBER() OVER (PARTITION BY from_label ORDER BY shoppers DESC, to_label) AS place
    FROM counted
)
SELECT from_label, to_label, shoppers FROM ranked WHERE place <= 32

-- output repurchases
-- How buyers come back to a type (repurchase_intervals.rs): of each shopper the median gap, of these the lowest tenth.
WITH purchases AS (
    SELECT shopper, item_type, item, day,
        LAG(day) OVER (PARTITION BY shopper, item ORDER BY nth) AS item_before,
        LAG(day) OVER (PARTITION BY shopper, item_type ORDER BY nth) AS type_before,
        LAG(item) OVER (PARTITION BY shopper, item_type ORDER BY nth) AS other
    FROM shopper_events WHERE event = 'purchase' AND ${dated} = 1
),
buyers AS (
    SELECT shopper, item_type, MAX(CASE WHEN type_before = day AND other <> item THEN 1 ELSE 0 END) AS side_by_side
    FROM purchases GROUP BY shopper, item_type
),
gaps AS (
    SELECT 0 AS of_type, shopper, item_type, day - item_before AS gap FROM purchases WHERE day > item_before
    UNION ALL
    SELECT 1 AS of_type, shopper, item_type, day - type_before AS gap FROM purchases WHERE day > type_before
),
placed AS (
    SELECT of_type, shopper, item_type, LEAST(gap, 65534) AS gap,
        ROW_NUMBER() OVER (PARTITION BY of_type, shopper, item_type ORDER BY gap) AS place,
        COUNT(*) OVER (PARTITION BY of_type, shopper, item_type) AS size
    FROM gaps
),
medians AS (
    SELECT of_type, item_type, gap, COUNT(*) AS shoppers
    FROM placed WHERE place = FLOOR(size / 2) + 1 GROUP BY of_type, item_type, gap
),
summed AS (
    SELECT of_type, item_type, gap,
        SUM(shoppers) OVER (PARTITION BY of_type, item_type ORDER BY gap) AS reached,
        SUM(shoppers) OVER (PARTITION BY of_type, item_type) AS shoppers
    FROM medians
),
tenths AS (
    SELECT of_type, item_type, CAST(MAX(shoppers) AS BIGINT) AS shoppers, MIN(gap) AS days
    FROM summed WHERE reached > FLOOR(shoppers / 10)
    GROUP BY of_type, item_type HAVING MAX(shoppers) >= ${floor}
),
totals AS (
    SELECT item_type, COUNT(*) AS buyers, CAST(SUM(side_by_side) AS BIGINT) AS side_by_side
    FROM buyers GROUP BY item_type HAVING COUNT(*) >= ${floor}
)
SELECT totals.item_type, totals.buyers,
    CASE WHEN totals.side_by_side >= ${floor} THEN totals.side_by_side ELSE 0 END AS side_by_side,
    COALESCE(of_item.shoppers, 0) AS item_shoppers, COALESCE(of_item.days, 0) AS item_days,
    COALESCE(of_type.shoppers, 0) AS type_shoppers, COALESCE(of_type.days, 0) AS type_days
FROM totals
LEFT JOIN tenths of_item ON of_item.item_type = totals.item_type AND of_item.of_type = 0
LEFT JOIN tenths of_type ON of_type.item_type = totals.item_type AND of_type.of_type = 1

-- output audience
-- Of how many shoppers reasons would be true (audience.rs). Level 0 is a division, 1 a type, 2 all shoppers.
WITH recent AS (
    SELECT session, shopper FROM sessions
    WHERE ${dated} = 0 OR seconds >= (SELECT MAX(seconds) FROM sessions) - ${retention_days} * 86400
),
met AS (
    SELECT DISTINCT recent.shopper, items.division, items.item_type
    FROM events
    JOIN recent ON recent.session = events.session
    JOIN items ON items.item = events.item
    WHERE items.learnable = 1 AND events.event <> 'remove_from_cart'
),
counted AS (
    SELECT CAST(0 AS BIGINT) AS level, division AS label, COUNT(DISTINCT shopper) AS shoppers FROM met GROUP BY division
    UNION ALL
    SELECT CAST(1 AS BIGINT) AS level, item_type AS label, COUNT(DISTINCT shopper) AS shoppers FROM met GROUP BY item_type
    UNION ALL
    SELECT CAST(2 AS BIGINT) AS level, CAST(0 AS BIGINT) AS label, COUNT(DISTINCT shopper) AS shoppers FROM recent
)
SELECT level, label, shoppers FROM counted WHERE shoppers >= ${floor}

-- table sale_days
-- Who met a division (level 0), a type (1) or an item (2) on which day, from the first day of the log; with the half-month,
-- of all years (`slot`) and of the year (`half`).
WITH met AS (
    SELECT DISTINCT visits.shopper, visits.day, interests.item
    FROM interests JOIN visits ON visits.session = interests.session WHERE ${dated} = 1
),
labelled AS (
    SELECT DISTINCT CAST(0 AS BIGINT) AS level, items.division AS label, met.shopper, met.day
    FROM met JOIN items ON items.item = met.item
    UNION ALL
    SELECT DISTINCT CAST(1 AS BIGINT) AS level, items.item_type AS label, met.shopper, met.day
    FROM met JOIN items ON items.item = met.item
    UNION ALL
    SELECT CAST(2 AS BIGINT) AS level, met.item AS label, met.shopper, met.day FROM met
)
SELECT labelled.level, labelled.label, labelled.shopper, labelled.day - ${first_day} AS day, calendar.slot, calendar.half
FROM labelled JOIN calendar ON calendar.day = labelled.day

-- table sales
-- A shopper counts once in a half-month, on the first day (demand/count.rs).
SELECT level, label, shopper, slot, MIN(day) AS day, MAX(day) AS last
FROM sale_days GROUP BY level, label, shopper, slot

-- output demand_days
SELECT level, day, COUNT(*) AS sales FROM sales GROUP BY level, day

-- table demand_windows
-- The days that say something of a label: while it was for sale, by its first and last sale and the span of the log without
-- strays (demand/days.rs, Rhythm; demand/count.rs, Life::window).
WITH totals AS (SELECT level, day, COUNT(*) AS sales FROM sales GROUP BY level, day),
summed AS (
    SELECT level, day, SUM(sales) OVER (PARTITION BY level ORDER BY day) AS reached,
        SUM(sales) OVER (PARTITION BY level) AS sales
    FROM totals
),
spans AS (
    SELECT level, MIN(CASE WHEN reached * 1000 > sales THEN day END) AS span_first,
        MIN(CASE WHEN reached * 1000 >= sales * 999 THEN day END) AS span_last
    FROM summed GROUP BY level
),
lives AS (
    SELECT level, label, MIN(day) AS first, MAX(last) AS last, COUNT(*) AS sales FROM sales GROUP BY level, label
),
edges AS (
    SELECT lives.level, lives.label, lives.first, lives.last, spans.span_first, spans.span_last,
        GREATEST(CAST(FLOOR(2 * (lives.last + 1 - lives.first) / lives.sales) AS BIGINT), 15) AS edge
    FROM lives JOIN spans ON spans.level = lives.level
),
kinds AS (
    SELECT level, label, first, last, span_first, span_last, edge,
        CASE
            WHEN level < 2 AND last + edge < span_last THEN 1
            WHEN last - first < 120 AND first > span_first + GREATEST(edge, 60)
                AND last + GREATEST(edge, 60) < span_last THEN 1
            ELSE 0
        END AS is_season
    FROM edges
)
SELECT level, label,
    CASE WHEN is_season = 0 AND first > span_first + edge THEN first + 30 ELSE span_first END AS from_day,
    CASE WHEN is_season = 0 AND last + edge < span_last THEN last ELSE span_last END AS until_day
FROM kinds

-- table demand_shoppers
-- In how many years a shopper met a label in a half-month, on days that say something.
WITH met AS (
    SELECT DISTINCT sale_days.level, sale_days.label, sale_days.shopper, sale_days.slot, sale_days.half
    FROM sale_days JOIN demand_windows w ON w.level = sale_days.level AND w.label = sale_days.label
    WHERE sale_days.day >= w.from_day AND sale_days.day <= w.until_day
)
SELECT level, label, shopper, half, COUNT(*) AS years FROM met GROUP BY level, label, shopper, half

-- table demand_counts
-- Labels that enough shoppers met, by half-month: how often, and whether enough shoppers did for it to be told.
WITH enough AS (
    SELECT level, label FROM demand_shoppers GROUP BY level, label HAVING COUNT(DISTINCT shopper) >= ${floor}
)
SELECT s.level, s.label, s.half, CAST(SUM(s.years) AS BIGINT) AS shoppers,
    CASE WHEN COUNT(*) >= ${floor} THEN 1 ELSE 0 END AS is_told
FROM demand_shoppers s JOIN enough ON enough.level = s.level AND enough.label = s.label
GROUP BY s.level, s.label, s.half

-- output demand_halves
SELECT level, label, half, shoppers FROM demand_counts WHERE is_told = 1

-- output demand_rows
-- What the half-months below the floor come to together, where enough shoppers stand behind them.
WITH untold AS (
    SELECT c.level, c.label, COUNT(DISTINCT s.shopper) AS people, CAST(SUM(s.years) AS BIGINT) AS rest
    FROM demand_counts c
    JOIN demand_shoppers s ON s.level = c.level AND s.label = c.label AND s.half = c.half
    WHERE c.is_told = 0 GROUP BY c.level, c.label
),
told AS (SELECT level, label, MAX(is_told) AS is_told FROM demand_counts GROUP BY level, label),
rested AS (
    SELECT told.level, told.label, told.is_told,
        CASE WHEN untold.people >= ${floor} THEN untold.rest ELSE 0 END AS rest
    FROM told LEFT JOIN untold ON untold.level = told.level AND untold.label = told.label
)
SELECT rested.level, rested.label, w.from_day, w.until_day, rested.rest
FROM rested JOIN demand_windows w ON w.level = rested.level AND w.label = rested.label
WHERE rested.is_told = 1 OR rested.rest > 0

-- table trending_counts
-- Distinct shoppers who bought an item in the last days and in the windows of the same length before, added up (trending.rs).
WITH bought AS (
    SELECT DISTINCT events.item, sessions.shopper,
        CAST(FLOOR((${trending_last} - sessions.day) / ${trending_days}) AS BIGINT) AS nth
    FROM events
    JOIN sessions ON sessions.session = events.session
    JOIN items ON items.item = events.item
    WHERE events.event = 'purchase' AND items.learnable = 1 AND ${trending_before} > 0
        AND sessions.day > ${trending_last} - ${trending_days} * (${trending_before} + 1)
)
SELECT item, COUNT(CASE WHEN nth = 0 THEN 1 END) AS shoppers, COUNT(CASE WHEN nth > 0 THEN 1 END) AS shoppers_before
FROM bought GROUP BY item

-- output trending
-- Items that enough shoppers bought in the last days. A count below the floor in the windows before becomes the largest such
-- count.
SELECT item, shoppers, GREATEST(shoppers_before, ${floor} - 1) AS shoppers_before
FROM trending_counts WHERE shoppers >= ${floor}

-- trending_totals
-- The sums over all items, and how many items are below the floor.
SELECT CAST(COALESCE(SUM(shoppers), 0) AS BIGINT), CAST(COALESCE(SUM(shoppers_before), 0) AS BIGINT),
    COUNT(CASE WHEN shoppers > 0 AND shoppers < ${floor} THEN 1 END)
FROM trending_counts
