package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Interval;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.Domain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code gradus example spectrum}: a change of frequency, seen in three domains. */
@Command(
        name = "spectrum",
        description = {
            "a dense autoencoder finds a change of frequency: in the time domain, by the spectrum, and on a circle",
            "A wave runs twice as fast for a while, as high as before."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class SpectrumExercise extends SeriesExercise {
    private static final int EPOCHS = 40;
    private static final int WINDOW = 48;
    private static final int LENGTH = 1200;
    private static final int FROM = 700;
    private static final int TO = 736;
    private static final double RADIUS = 1.01;
    private static final long START = Instant.parse("2024-03-04T00:00:00Z").toEpochMilli();
    private static final long STEP = 60_000;

    @Override
    List<String> files() {
        return List.of("spectrum-time.png", "spectrum.png", "spectrum-circle.png");
    }

    @Override
    Case series() {
        Rng rng = new Rng(8);
        long[] times = new long[LENGTH];
        double[][] values = new double[1][LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            times[i] = START + i * STEP;
            double turns = i >= FROM && i < TO ? i / 6.0 : i / 12.0;
            values[0][i] = StrictMath.sin(2 * Math.PI * turns) + 0.2 * rng.nextDouble();
        }
        TimeSeries series = TimeSeries.ofMillis(times, new String[] {"vibration"}, values);
        return new Case("a shaft", series, List.of(new Interval(times[FROM], times[TO - 1])));
    }

    @Override
    List<Trial> trials(Backend backend) {
        List<Domain> domains = List.of(Domain.TIME, Domain.SPECTRUM, Domain.laplace(RADIUS));
        List<String> names = List.of("time", "spectrum", "circle of radius " + RADIUS);
        int epochs = options().epochs(EPOCHS);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            DenseAutoencoder model = DenseAutoencoder.builder()
                    .window(WINDOW)
                    .dropout(0)
                    .epochs(epochs)
                    .earlyStopping(null)
                    .domain(domains.get(i))
                    .seed(options().seed())
                    .backend(backend)
                    .build();
            String title =
                    "dense autoencoder, " + names.get(i) + " \u00b7 window " + WINDOW + " \u00b7 " + epochs + " epochs";
            trials.add(new Trial(title, model, files().get(i)));
        }
        return trials;
    }
}
