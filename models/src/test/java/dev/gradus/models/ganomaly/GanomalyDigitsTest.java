package dev.gradus.models.ganomaly;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The exercise with handwritten ones and sevens, where {@code GRADUS_DATA} says where they are: a quarter of the pixels, of the
 * filters and, nearly, of the steps. The whole of it takes minutes.
 */
class GanomalyDigitsTest {
    @Test
    void sevensAreToldFromOnes() throws Exception {
        String data = System.getenv("GRADUS_DATA");
        assumeTrue(data != null, "GRADUS_DATA is not set: the handwritten digits were not read");
        Path folder = Path.of(data).resolve("mnist");
        assumeTrue(Files.isDirectory(folder), folder + " does not exist: the handwritten digits were not read");
        Images digits = IdxFolder.read(folder);
        Images ones = digits.labelled(1);
        Images usual = ones.range(800, ones.count());
        Images test = usual.and(digits.labelled(7).range(0, 300));
        boolean[] positive = new boolean[test.count()];
        Arrays.fill(positive, usual.count(), positive.length, true);

        GanomalyDetector detector = Ganomaly.builder()
                .size(32)
                .filters(8)
                .iterations(300)
                .seed(1)
                .build()
                .fit(ones.range(0, 800));
        Map<GanomalyScore, double[]> scores = detector.allScores(test);
        double latent = Roc.of(scores.get(GanomalyScore.SQUARES), positive).area();
        double contextual =
                Roc.of(scores.get(GanomalyScore.CONTEXTUAL), positive).area();
        assertTrue(latent > 0.95, "latent " + latent);
        assertTrue(contextual > 0.99, "contextual " + contextual);
    }
}
