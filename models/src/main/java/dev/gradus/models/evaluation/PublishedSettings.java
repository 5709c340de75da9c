package dev.gradus.models.evaluation;

import dev.gradus.models.scoring.Combination;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What Orion 0.7.1's benchmark sets for each dataset of the Numenta Anomaly Benchmark; everything else is the same for all. The
 * combinations were chosen with the known anomalies in sight, by whoever published them.
 *
 * @param interval bins that a series is averaged over; {@code null} takes the series' own spacing
 * @param tadGan   how TadGAN combines critic and reconstruction
 * @param aer      how AER combines regression and reconstruction
 */
public record PublishedSettings(Duration interval, Combination tadGan, Combination aer) {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** For datasets that the benchmark does not have: the pipelines' own defaults, and the spacing of the series. */
    private static final PublishedSettings OTHERWISE =
            new PublishedSettings(null, Combination.MULTIPLY, Combination.MULTIPLY);

    private static final Map<String, PublishedSettings> BY_DATASET = Map.of(
            "artificialWithAnomaly", new PublishedSettings(TEN_MINUTES, Combination.MULTIPLY, Combination.REGRESSION),
            "realAWSCloudwatch", new PublishedSettings(TEN_MINUTES, Combination.MULTIPLY, Combination.SUM),
            "realAdExchange", new PublishedSettings(Duration.ofHours(1), Combination.SUM, Combination.SUM),
            "realTraffic", new PublishedSettings(TEN_MINUTES, Combination.SUM, Combination.REGRESSION),
            "realTweets", new PublishedSettings(TEN_MINUTES, Combination.SUM, Combination.MULTIPLY));

    /** Checks that the combinations are there. */
    public PublishedSettings {
        Objects.requireNonNull(tadGan, "published settings: the combination of TadGAN is null");
        Objects.requireNonNull(aer, "published settings: the combination of AER is null");
    }

    /** Those of a dataset, by its name. */
    public static PublishedSettings of(String dataset) {
        Objects.requireNonNull(dataset, "published settings: the dataset is null");
        return BY_DATASET.getOrDefault(dataset, OTHERWISE);
    }

    /** Whether the published results are of this signal too: of all in their datasets but one. */
    public static boolean isPart(Signal signal) {
        Objects.requireNonNull(signal, "published settings: the signal is null");
        return !(signal.dataset().equals("realAdExchange") && signal.name().equals("exchange-4_cpc_results"));
    }
}
