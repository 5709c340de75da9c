package dev.gradus.models.online;

import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Detectors of every kind that can be watched with, which train in a moment, and series for them. */
final class OnlineKinds {
    static final long MINUTE = 60_000;

    private static final FinderOptions OPTIONS =
            FinderOptions.builder().padding(3).fixedThreshold(2).build();
    private static final FinderOptions BOTH_SIDES =
            FinderOptions.builder().padding(2).fixedThreshold(1).lower(true).build();
    private static final FinderOptions INVERSE =
            FinderOptions.builder().padding(0).fixedThreshold(1).inverse(true).build();

    private static final Map<String, Detector> TRAINED = new LinkedHashMap<>();

    private OnlineKinds() {}

    /** A detector, in a form that a failed test can name. */
    record Kind(String name, SeriesModel model, int columns) {
        Detector detector() {
            return TRAINED.computeIfAbsent(name, n -> model.fit(series(260, 1, columns)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            TadGanScore score = TadGanScore.builder()
                    .measure(measure)
                    .criticSmoothing(4)
                    .errorSmoothing(9)
                    .build();
            kinds.add(kind("tadgan " + measure, tadGan().score(score).build()));
            kinds.add(kind(
                    "lstm-ae " + measure,
                    lstm().measure(measure, 7).smoothing(6).build()));
            kinds.add(kind(
                    "dense-ae " + measure,
                    dense().measure(measure, 7).smoothing(6).build()));
            AerScore aer = AerScore.builder().measure(measure).portion(0.03).build();
            kinds.add(kind("aer " + measure, aer().score(aer).build()));
        }
        // The critic's score comes later than that of the errors.
        TadGanScore sum = TadGanScore.builder()
                .combination(Combination.SUM)
                .lambda(0.3)
                .criticSmoothing(12)
                .errorSmoothing(0)
                .build();
        kinds.add(kind("tadgan sum", tadGan().score(sum).finder(BOTH_SIDES).build()));
        kinds.add(kind("tadgan defaults", tadGan().build()));
        // So long that most of what the critic's convolutions make is that of the window before.
        kinds.add(kind("tadgan long", tadGan().window(40).criticFilters(8).build()));
        kinds.add(kind(
                "tadgan spectrum", tadGan().window(30).domain(Domain.SPECTRUM).build()));
        kinds.add(new Kind(
                "tadgan columns",
                tadGan().window(30).columns("a", "b", "c").targets("c", "a").build(),
                3));
        kinds.add(kind("dense-ae one side", dense().finder(INVERSE).build()));
        // So short that the warping of the last steps adds to the lag.
        kinds.add(kind(
                "dense-ae short",
                dense().window(3).measure(ErrorMeasure.DTW, 10).smoothing(3).build()));
        kinds.add(kind("dense-ae spectrum", dense().domain(Domain.SPECTRUM).build()));
        kinds.add(new Kind("dense-ae columns", dense().columns("a", "b").build(), 2));
        for (Combination combination : Combination.values()) {
            AerScore score =
                    AerScore.builder().combination(combination).mask(false).build();
            kinds.add(kind(
                    "aer " + combination, aer().score(score).finder(BOTH_SIDES).build()));
        }
        kinds.add(kind("aer short", aer().window(4).build()));
        kinds.add(kind(
                "lstm-regressor",
                LstmRegressor.builder()
                        .units(4)
                        .window(12)
                        .epochs(1)
                        .finder(OPTIONS)
                        .build()));
        return kinds.stream();
    }

    private static Kind kind(String name, SeriesModel model) {
        return new Kind(name, model, 1);
    }

    static Kind named(String name) {
        return kinds().filter(kind -> kind.name.equals(name)).findFirst().orElseThrow();
    }

    private static TadGan.Builder tadGan() {
        return TadGan.builder()
                .window(18)
                .latent(4)
                .encoderUnits(5)
                .generatorUnits(4)
                .criticFilters(4)
                .batch(32)
                .criticIterations(1)
                .epochs(1)
                .finder(OPTIONS)
                .seed(5);
    }

    private static LstmAutoencoder.Builder lstm() {
        return LstmAutoencoder.builder().window(14).units(4).epochs(1).finder(OPTIONS);
    }

    private static DenseAutoencoder.Builder dense() {
        return DenseAutoencoder.builder().window(12).units(8, 4, 8).epochs(2).finder(OPTIONS);
    }

    private static Aer.Builder aer() {
        return Aer.builder().window(15).units(4).epochs(1).finder(OPTIONS);
    }

    /** A wave with noise, a few spikes and gaps, a value for each minute. */
    static TimeSeries series(int length, long seed, int columns) {
        Rng noise = new Rng(seed);
        long[] times = new long[length];
        double[][] values = new double[columns][length];
        String[] names = {"a", "b", "c"};
        for (int i = 0; i < length; i++) {
            times[i] = 1_700_000_000_000L + i * MINUTE;
            for (int c = 0; c < columns; c++) {
                values[c][i] = 50 + 10 * StrictMath.sin((i + 3 * c) / 5.0) + noise.nextDouble();
                if (seed > 1 && noise.nextDouble() < 0.03) {
                    values[c][i] = noise.nextDouble() < 0.3 ? Double.NaN : 50 + 60 * noise.nextDouble();
                }
            }
        }
        return TimeSeries.ofMillis(times, Arrays.copyOf(names, columns), values);
    }
}
