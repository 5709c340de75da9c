package dev.gradus.models.tadgan;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of TadGAN that the shapes of its weights give away. Where a file of weights does not fit, what is wrong is
 * a setting, and a list of shapes does not say which.
 */
final class Architecture {
    private Architecture() {}

    /**
     * Where the settings that a file was made with differ from a configuration, in words; nothing if they do not, or if
     * the file does not tell.
     */
    static Optional<String> difference(SafeTensors file, TadGanConfig config) throws ModelFileException {
        Map<String, Integer> there = of(file);
        Map<String, Integer> here = of(config);
        there.entrySet().removeIf(setting -> setting.getValue().equals(here.get(setting.getKey())));
        here.keySet().retainAll(there.keySet());
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of("its shapes are those of " + list(there) + "; this TadGAN has " + list(here));
    }

    private static String list(Map<String, Integer> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Map<String, Integer> of(TadGanConfig config) {
        Map<String, Integer> settings = new LinkedHashMap<>();
        settings.put("window", config.window());
        settings.put("latent", config.latent());
        settings.put("encoderUnits", config.encoderUnits());
        settings.put("generatorUnits", config.generatorUnits());
        settings.put("criticLayers", config.criticLayers());
        settings.put("criticFilters", config.criticFilters());
        settings.put("criticKernel", config.criticKernel());
        settings.put("latentCriticUnits", config.latentCriticUnits());
        return settings;
    }

    /** What can be told of a file, in the same order. */
    private static Map<String, Integer> of(SafeTensors file) throws ModelFileException {
        Map<String, Integer> settings = new LinkedHashMap<>();
        int[] codes = shape(file, "generator.0.weight", 2); // [window/2, latent]
        if (codes != null) {
            settings.put("window", 2 * codes[0]);
            settings.put("latent", codes[1]);
        }
        int[] encoder = shape(file, "encoder.0.weight_hh_l0", 2); // [4·units, units]
        if (encoder != null) {
            settings.put("encoderUnits", encoder[1]);
        }
        int[] generator = shape(file, "generator.2.weight_hh_l0", 2);
        if (generator != null) {
            settings.put("generatorUnits", generator[1]);
        }
        int[] convolution = shape(file, convolution(0), 3); // [filters, 1, kernel]
        if (convolution != null) {
            int layers = 1;
            while (shape(file, convolution(layers), 3) != null) {
                layers++;
            }
            settings.put("criticLayers", layers);
            settings.put("criticFilters", convolution[0]);
            settings.put("criticKernel", convolution[2]);
        }
        int[] critic = shape(file, "critic_z.0.weight", 2); // [units, latent]
        if (critic != null) {
            settings.put("latentCriticUnits", critic[0]);
        }
        return settings;
    }

    /** Behind the reshape at place 0; each is followed by a leaky relu and a dropout. */
    private static String convolution(int layer) {
        return "critic_x." + (1 + 3 * layer) + ".weight";
    }

    /** The extents of a tensor, or {@code null} where there is none with so many axes. */
    private static int[] shape(SafeTensors file, String name, int axes) throws ModelFileException {
        if (!file.names().contains(name)) {
            return null;
        }
        int[] shape = file.shape(name);
        return shape.length == axes ? shape : null;
    }
}
