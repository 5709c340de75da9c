package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.models.evaluation.Pipelines;
import dev.gradus.models.evaluation.Signal;
import dev.gradus.models.evaluation.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static List<Trial> trials(String pipeline, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Trial(Pipelines.named(pipeline), new Signal("d", "s" + i, Path.of("s")), 1))
                .toList();
    }

    @Test
    void aPipelineIsJudgedByItsOwnTrials() {
        List<Trial> quick = trials("matrix-profile", 3);
        List<Trial> slow = trials("tadgan", 11);
        TimeLeft<Trial> left = new TimeLeft<>(
                Stream.of(quick, slow).flatMap(List::stream).toList(),
                trial -> trial.pipeline().name(),
                2);
        assertEquals("", left.text(quick.get(0)), "nothing is known yet");
        left.finished(quick.get(0), 10);
        assertEquals("about 10 s left for matrix-profile, then 11 others", left.text(quick.get(0)));
        left.finished(quick.get(1), 20);
        left.finished(quick.get(2), Double.NaN);
        left.progress(slow.get(0), 0.5);
        assertEquals(3.5, left.done());
        assertEquals("", left.text(slow.get(0)));
        left.finished(slow.get(0), 1000);
        left.progress(slow.get(1), 0.5);
        assertEquals("about 1 h 19 min left", left.text(slow.get(0)), "of nine and a half of 1000 s, for two jobs");
        for (Trial trial : slow.subList(1, 11)) {
            left.finished(trial, 1000);
        }
        assertEquals("", left.text(slow.get(10)), "all is done");
    }
}
