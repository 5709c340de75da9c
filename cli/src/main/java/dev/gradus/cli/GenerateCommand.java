package dev.gradus.cli;

import dev.gradus.cli.plot.ImageSheet;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.dcgan.DcganGenerator;
import dev.gradus.models.image.IdxFile;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus generate}: images of a trained DCGAN, as a picture or as an IDX file. */
@Command(
        name = "generate",
        description =
                "Generates images with a DCGAN that 'gradus train dcgan' saved. The same seed gives the same images.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class GenerateCommand implements Callable<Integer> {
    private static final int COLUMNS = 10;

    /** The most images that a picture shows. */
    private static final int MOST_DRAWN = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--load", paramLabel = "FILE", required = true, description = "The model, as safetensors.")
    private Path load;

    @Option(names = "--count", paramLabel = "N", defaultValue = "100", description = "How many images.")
    private int count;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Where everything random starts.")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "generated.png",
            description = "Where they go: a picture of all of them if the name ends in .png, an IDX file of images"
                    + " if it ends in idx3-ubyte or idx3-ubyte.gz.")
    private Path out;

    @Mixin
    private final BackendOption computing = new BackendOption();

    @Override
    public Integer call() {
        boolean drawn = requireOptions();
        Backend backend = computing.backend();
        Outputs.requireWritable(out, "--out");
        new Places().writes("--out", out).reads(load).requireDistinct();
        Images images = generated(backend);
        try (Outputs outputs = new Outputs()) {
            if (drawn) {
                outputs.stage(out, ImageSheet.grid(images, Math.min(COLUMNS, count)));
            } else {
                outputs.stage(
                        out,
                        file -> IdxFile.writeImages(images, file, out.toString().endsWith(".gz")));
            }
            outputs.commit();
        } catch (IOException e) {
            throw new FailureException("cannot write the images: " + e.getMessage(), e);
        }
        PrintWriter to = spec.commandLine().getOut();
        to.println(String.format(Locale.ROOT, "%-10s %s", "Generated", images));
        to.println(String.format(Locale.ROOT, "%-10s %s", "File", out));
        to.flush();
        return 0;
    }

    /** Whether a picture is asked for. */
    private boolean requireOptions() {
        require(count >= 1, "--count must be at least 1, not " + count);
        computing.require();
        String name = out.toString().toLowerCase(Locale.ROOT);
        boolean drawn = name.endsWith(".png");
        require(
                drawn || name.endsWith("idx3-ubyte") || name.endsWith("idx3-ubyte.gz"),
                "--out: " + out + " ends neither in .png nor in idx3-ubyte or idx3-ubyte.gz; name a file that does");
        require(
                !drawn || count <= MOST_DRAWN,
                "--count: a picture shows at most " + MOST_DRAWN + " images, not " + count
                        + "; name an IDX file with --out");
        return drawn;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    private Images generated(Backend backend) {
        try {
            return DcganGenerator.load(load, backend).generate(count, seed);
        } catch (ModelFileException e) {
            throw new UsageException("--load: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UsageException("--load: there is no file " + load + "; check its name and folder", e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + load + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--count: " + e.getMessage(), e);
        }
    }
}
