package dev.gradus.engine.golden;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the golden files of a folder; files called {@code scoring_*} are another module's. */
final class GoldenFiles {
    static final String PROPERTY = "gradus.golden";

    private GoldenFiles() {}

    /** The folder that {@code -Dgradus.golden} names, else the one that the tests bring. */
    static Path folder() {
        String given = System.getProperty(PROPERTY);
        if (given != null && !given.isBlank()) {
            // Maven starts tests in the module's folder; a relative path may be meant from the project's.
            Path inProject = Path.of("..").resolve(given);
            boolean here = Files.isDirectory(Path.of(given)) || !Files.isDirectory(inProject);
            return here ? Path.of(given) : inProject;
        }
        URL own = GoldenFiles.class.getResource("/golden");
        try {
            return Path.of(own.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("golden: cannot open " + own, e);
        }
    }

    /**
     * All cases in the order of the files' names.
     *
     * @throws IllegalArgumentException if there is no such folder, no case in it, or a file that is not of the format
     */
    static List<GoldenCase> read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("golden: " + folder.toAbsolutePath() + " is not a folder; -D" + PROPERTY
                    + "=DIR takes one that generate.py wrote");
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (Path file : files(folder)) {
            String family = file.getFileName().toString().replaceFirst("\\.json$", "");
            try (Reader reader = Files.newBufferedReader(file)) {
                JsonObject root = JsonParser.parseReader(reader).getAsJsonObject();
                for (JsonElement element : root.getAsJsonArray("cases")) {
                    cases.add(new GoldenCase(family, element.getAsJsonObject()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("golden: cannot read " + file, e);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("golden: " + file + " is not {\"cases\": [..]}: " + e, e);
            }
        }
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "golden: " + folder.toAbsolutePath() + " holds no cases (files *.json other than scoring_*.json)");
        }
        return cases;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(GoldenFiles::isEngines).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException("golden: cannot list " + folder, e);
        }
    }

    private static boolean isEngines(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") && !name.startsWith("scoring");
    }
}
