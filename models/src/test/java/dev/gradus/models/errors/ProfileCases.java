package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.numbers;

import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.profile.Stomp;
import java.time.Duration;

/** What goes wrong with matrix profiles. */
final class ProfileCases {
    private ProfileCases() {}

    static void addTo(ErrorCases cases) {
        cases.series(
                "Stomp.self(double[], int)",
                () -> Stomp.self(numbers(10), 8),
                "matrix-profile: the series has 10 samples, windows of 8 that do not overlap much need at least 13");
        cases.argument(
                "Stomp.self(double[], int)",
                () -> Stomp.self(numbers(10), 2),
                "matrix-profile: window must be at least 3, not 2");
        cases.argument(
                "Stomp.self(double[], int)",
                () -> Stomp.self(new double[] {1, 2, Double.NaN, 4, 5, 6}, 3),
                "matrix-profile: number 2 of the samples is NaN");
        cases.series(
                "Stomp.join(double[], double[], int)",
                () -> Stomp.join(numbers(10), numbers(4), 5),
                "matrix-profile: there are 4 samples of the other series, a window needs 5");
        cases.absent(
                "Stomp.join(double[], double[], int)",
                () -> Stomp.join(null, numbers(4), 3),
                "matrix-profile: the samples are null");
        cases.argument(
                "MatrixProfile.Builder.window(int)",
                () -> MatrixProfile.builder().window(2).build(),
                "matrix-profile: window must be at least 3, not 2");
        cases.argument(
                "MatrixProfile.Builder.interval(Duration)",
                () -> MatrixProfile.builder().interval(Duration.ZERO).build(),
                "matrix-profile: interval must be at least a millisecond, not PT0S");
        cases.absent(
                "MatrixProfile.Builder.finder(FinderOptions)",
                () -> MatrixProfile.builder().finder(null).build(),
                "matrix-profile: the options of the finder are null");
        cases.harmless("either is possible", "MatrixProfile.Builder.discords(boolean)");
        cases.harmless("a record of what the library found out", "Stomp.Profile(int, double[], int[])");
    }
}
