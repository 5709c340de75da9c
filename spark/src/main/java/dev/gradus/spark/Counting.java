package dev.gradus.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** Hands rows of {@link Training} on as they come, and counts them, and the partitions that are over. */
final class Counting implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final LongAccumulator parts;
    private final LongAccumulator series;
    private final LongAccumulator failed;

    Counting(LongAccumulator parts, LongAccumulator series, LongAccumulator failed) {
        this.parts = parts;
        this.series = series;
        this.failed = failed;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        int error = Training.SCHEMA.fieldIndex(Fleet.ERROR);
        return new Iterator<>() {
            private boolean over;

            @Override
            public boolean hasNext() {
                boolean more = rows.hasNext();
                if (!more && !over) {
                    over = true;
                    parts.add(1);
                }
                return more;
            }

            @Override
            public Row next() {
                Row row = rows.next();
                series.add(1);
                failed.add(row.isNullAt(error) ? 0 : 1);
                return row;
            }
        };
    }
}
