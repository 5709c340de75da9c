package dev.gradus.models.evaluation;

import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.ensemble.Auto;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.tadgan.TadGan;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The pipelines with published results on the Numenta Anomaly Benchmark, with the settings that were published with them (Orion
 * 0.7.1): the defaults of the models, and for each dataset what {@link PublishedSettings} says. Last, our own: {@link Auto}, which has
 * the same settings for all.
 */
public final class Pipelines {
    private static final List<Pipeline> ALL = List.of(
            new Pipeline("tadgan", true, (dataset, seed, backend) -> {
                PublishedSettings settings = PublishedSettings.of(dataset);
                TadGan.Builder builder = TadGan.builder()
                        .seed(seed)
                        .backend(backend)
                        .score(TadGanScore.builder()
                                .combination(settings.tadGan())
                                .build());
                Duration interval = settings.interval();
                return (interval == null ? builder : builder.interval(interval)).build();
            }),
            new Pipeline(
                    "lstm-ae",
                    true,
                    (dataset, seed, backend) -> LstmAutoencoder.builder()
                            .interval(PublishedSettings.of(dataset).interval())
                            .seed(seed)
                            .backend(backend)
                            .build()),
            new Pipeline(
                    "dense-ae",
                    true,
                    (dataset, seed, backend) -> DenseAutoencoder.builder()
                            .interval(PublishedSettings.of(dataset).interval())
                            .seed(seed)
                            .backend(backend)
                            .build()),
            new Pipeline(
                    "aer",
                    true,
                    (dataset, seed, backend) -> Aer.builder()
                            .interval(PublishedSettings.of(dataset).interval())
                            .score(AerScore.builder()
                                    .combination(PublishedSettings.of(dataset).aer())
                                    .build())
                            .seed(seed)
                            .backend(backend)
                            .build()),
            new Pipeline(
                    "lstm-regressor",
                    true,
                    (dataset, seed, backend) -> LstmRegressor.builder()
                            .interval(PublishedSettings.of(dataset).interval())
                            .seed(seed)
                            .backend(backend)
                            .build()),
            new Pipeline(
                    "matrix-profile",
                    false,
                    (dataset, seed, backend) -> MatrixProfile.builder()
                            .interval(PublishedSettings.of(dataset).interval())
                            .build()),
            new Pipeline(
                    "auto",
                    true,
                    (dataset, seed, backend) ->
                            Auto.builder().seed(seed).backend(backend).build()));

    private Pipelines() {}

    /** All of them. */
    public static List<Pipeline> all() {
        return ALL;
    }

    /**
     * The one of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Pipeline named(String name) {
        Objects.requireNonNull(name, "pipelines: the name is null");
        return ALL.stream()
                .filter(pipeline -> pipeline.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no pipeline '" + name + "'; choose some of "
                        + ALL.stream().map(Pipeline::name).collect(Collectors.joining(", "))));
    }
}
