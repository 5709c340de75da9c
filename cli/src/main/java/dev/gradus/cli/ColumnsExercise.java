package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code gradus example columns}: a fault that no column shows alone. */
@Command(
        name = "columns",
        description = {
            "TadGAN sees three columns together, and finds where one does not go with the others",
            "The flow of a pump runs against its pressure for some hours; each of them looks as always."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class ColumnsExercise extends SeriesExercise {
    private static final String PICTURE = "columns.png";
    private static final int EPOCHS = 35;
    private static final int WINDOW = 60;
    private static final int LENGTH = 900;
    private static final int FROM = 560;
    private static final int TO = 596;
    private static final long START = Instant.parse("2024-03-04T00:00:00Z").toEpochMilli();
    private static final long STEP = 600_000;

    @Override
    List<String> files() {
        return List.of(PICTURE);
    }

    @Override
    Case series() {
        Rng rng = new Rng(20240304);
        long[] times = new long[LENGTH];
        double[][] columns = new double[3][LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            times[i] = START + i * STEP;
            boolean fault = i >= FROM && i < TO;
            double phase = i * 2 * Math.PI / 72;
            columns[0][i] = 5 + StrictMath.sin(phase) + 0.1 * rng.nextDouble();
            columns[1][i] = 80 + (fault ? -20 : 20) * StrictMath.sin(phase) + 2 * rng.nextDouble();
            columns[2][i] = 20 + 3 * StrictMath.sin(phase / 4) + 0.3 * rng.nextDouble();
        }
        TimeSeries series = TimeSeries.ofMillis(times, new String[] {"pressure", "flow", "temperature"}, columns);
        return new Case("a pump", series, List.of(new Interval(times[FROM], times[TO - 1])));
    }

    @Override
    List<Trial> trials(Backend backend) {
        int epochs = options().epochs(EPOCHS);
        TadGan model = TadGan.builder()
                .window(WINDOW)
                .columns("pressure", "flow", "temperature")
                .targets("pressure", "flow")
                .epochs(epochs)
                .seed(options().seed())
                .backend(backend)
                .build();
        String title =
                "TadGAN of three columns, two reconstructed \u00b7 window " + WINDOW + " \u00b7 " + epochs + " epochs";
        return List.of(new Trial(title, model, PICTURE));
    }
}
