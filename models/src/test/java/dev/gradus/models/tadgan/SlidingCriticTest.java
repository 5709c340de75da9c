package dev.gradus.models.tadgan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.window.WindowStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever windows come one after the other, each has the value that the whole critic gives it. */
class SlidingCriticTest {
    static Stream<String> backends() {
        return Stream.of("plain", "reference", Backends.get().name())
                .distinct()
                .filter(name -> Backends.named(name, Workers.of(1)).roundsAlike());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void hasTheBitsOfTheWholeCritic(String name) {
        Backend backend = Backends.named(name, Workers.of(1));
        for (int[] size : new int[][] {{100, 64, 1}, {40, 8, 1}, {30, 3, 2}, {22, 8, 1}, {20, 8, 1}, {18, 4, 3}}) {
            TadGan.Builder builder = Small.tadGan().window(size[0]).criticFilters(size[1]);
            if (size[2] > 1) {
                builder.columns(Arrays.copyOf(new String[] {"a", "b", "c"}, size[2]));
            }
            TadGanConfig config = builder.build().config();
            TadGanNetworks networks = TadGanNetworks.of(config, backend, new Rng(3));
            WindowStream.Critic sliding = new SlidingCritic(config, networks.criticX(), backend).stream();
            Rng rng = new Rng(4);
            double[] window = new double[size[0] * size[2]];
            for (int step = 0; step < 60; step++) {
                if (step % 25 == 0) {
                    fill(window, 0, rng);
                } else if (step % 3 > 0) {
                    System.arraycopy(window, size[2], window, 0, window.length - size[2]);
                }
                fill(window, window.length - size[2], rng);
                Tensor y = Tensor.of(backend, window, Shape.of(1, size[0], size[2]));
                assertEquals(
                        networks.criticX().apply(y, Pass.inference()).item(),
                        sliding.of(window),
                        Arrays.toString(size) + ", window " + step);
            }
        }
    }

    private static void fill(double[] window, int from, Rng rng) {
        for (int i = from; i < window.length; i++) {
            window[i] = (float) rng.nextDouble();
        }
    }
}
