//! The view of all edges: those that are stored, and those that the uses of names make.

/// The view [`miller_schema::EDGES`].
///
/// A use says nothing that the edge of a call or a base type has not said, so it counts where there is no
/// edge from the same symbol to the same. The first use of a pair stands for all of it: with a GROUP BY,
/// `SQLite` would make the whole view before it joins it. For the same reason the columns of both halves must
/// be of one affinity, hence each CAST: else `SQLite` does not take the view apart.
pub const EDGES: &str = "\
CREATE VIEW edges AS
SELECT
  from_symbol_id, to_symbol_id, kind, file_path, line_number, CAST(confidence AS REAL) AS confidence, 1 AS uses
FROM relationships
UNION ALL
SELECT
  c.uid, t.uid, CAST('references' AS TEXT), f.path, x.start_line,
  CAST((SELECT max(coalesce(y.resolved_confidence, y.confidence, 1.0)) FROM identifier_rows AS y
   WHERE y.target_key = x.target_key AND y.containing_key = x.containing_key) AS REAL),
  (SELECT count(*) FROM identifier_rows AS y
   WHERE y.target_key = x.target_key AND y.containing_key = x.containing_key)
FROM identifier_rows AS x
JOIN file_rows AS f ON f.file_id = x.file_id
JOIN symbol_rows AS c ON c.symbol_key = x.containing_key
JOIN symbol_rows AS t ON t.symbol_key = x.target_key
WHERE x.target_key IS NOT NULL
AND NOT EXISTS (
  SELECT 1 FROM relationship_rows AS r
  WHERE r.from_key = x.containing_key AND r.to_key = x.target_key)
AND NOT EXISTS (
  SELECT 1 FROM identifier_rows AS y
  WHERE y.target_key = x.target_key AND y.containing_key = x.containing_key
  AND (y.file_id, y.seq) < (x.file_id, x.seq));
";

#[cfg(test)]
mod tests {
    use crate::layout::creation;

    fn empty() -> rusqlite::Connection {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection.execute_batch(creation()).unwrap();
        connection
    }

    #[test]
    fn the_view_has_the_columns_of_the_schema() {
        let connection = empty();
        let statement = connection.prepare("SELECT * FROM edges").unwrap();
        let documented: Vec<&str> = miller_schema::EDGES
            .columns
            .iter()
            .map(|(name, _, _)| *name)
            .collect();
        assert!(statement.column_names().eq(documented));
    }

    #[test]
    fn edges_of_a_symbol_are_found_without_reading_all() {
        let connection = empty();
        for question in [
            "SELECT * FROM edges WHERE from_symbol_id = 'x'",
            "SELECT * FROM edges WHERE to_symbol_id = 'x' AND kind = 'references'",
            "SELECT * FROM edges WHERE to_symbol_id IN (SELECT value FROM json_each('[]'))",
            "SELECT * FROM symbols AS s JOIN edges AS e ON e.from_symbol_id = s.id WHERE s.name = 'x'",
            "SELECT * FROM symbols AS s JOIN edges AS e ON e.to_symbol_id = s.id WHERE s.name = 'x'",
        ] {
            let plan: Vec<String> = connection
                .prepare(&format!("EXPLAIN QUERY PLAN {question}"))
                .unwrap()
                .query_map([], |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let reads_all = |step: &String| {
                (step.starts_with("SCAN") && !step.contains("json_each"))
                    || step.starts_with("MATERIALIZE")
                    || step.contains("target_key>?")
            };
            assert!(!plan.iter().any(reads_all), "{question}: {plan:#?}");
            // Two symbols decide on the stored edges between them, and on the uses.
            for pair in [
                "SEARCH r USING COVERING INDEX relationships_by_from (from_key=? AND to_key=?)",
                "identifiers_by_target (target_key=? AND containing_key=?",
            ] {
                assert!(
                    plan.iter().any(|step| step.contains(pair)),
                    "{question}: {plan:#?}"
                );
            }
        }
    }
}
