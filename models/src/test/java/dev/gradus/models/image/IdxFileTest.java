package dev.gradus.models.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gradus.models.Thrown;
import dev.gradus.models.series.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {
    private static final Images DIGITS = DrawnDigits.of(7, 3);

    @TempDir
    private Path folder;

    private Path write(byte... content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static byte[] header(int magic, int... extents) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length).putInt(magic);
        Arrays.stream(extents).forEach(bytes::putInt);
        return bytes.array();
    }

    private static byte[] gzip(byte... content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private void refuses(String problem, Path file) {
        Thrown.assertThrown(MalformedDataException.class, file + ": " + problem, () -> IdxFile.readImages(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void whatWasWrittenIsReadAgain(String ending) throws IOException {
        Path images = folder.resolve("t10k-images-idx3-ubyte" + ending);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte" + ending);
        IdxFile.writeImages(DIGITS, images);
        IdxFile.writeLabels(DIGITS, labels);
        assertEquals(DIGITS, IdxFile.read(images, labels));
        assertEquals(DIGITS, IdxFolder.read(folder));
        assertEquals(ending.isEmpty(), Files.size(labels) == 8 + DIGITS.count());
        Files.delete(labels);
        assertEquals(Images.of(7, 28, 28, DIGITS.pixels()), IdxFolder.read(folder));
    }

    @Test
    void aFileHasTheBytesOfTheForm() throws IOException {
        Path file = folder.resolve("two");
        IdxFile.writeImages(Images.of(2, 1, 3, new byte[] {1, 2, 3, -1, 0, 127}), file);
        assertArrayEquals(
                new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, -1, 0, 127},
                Files.readAllBytes(file));
        IdxFile.writeLabels(Images.of(2, 1, 1, new byte[2]).withLabels(9, 255), file);
        assertArrayEquals(new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 9, -1}, Files.readAllBytes(file));
    }

    @Test
    void trainingImagesComeBeforeTestImages() throws IOException {
        IdxFile.writeImages(DIGITS, folder.resolve("t10k-images-idx3-ubyte"));
        IdxFile.writeImages(DIGITS.range(0, 2), folder.resolve("train-images-idx3-ubyte.gz"));
        assertEquals(2, IdxFolder.read(folder).count());
    }

    @Test
    void aFileIsReadWholeOrNotAtAll() throws IOException {
        Path whole = folder.resolve("whole");
        IdxFile.writeImages(Images.of(2, 3, 3, new byte[18]), whole);
        for (byte[] bytes : new byte[][] {Files.readAllBytes(whole), gzip(Files.readAllBytes(whole))}) {
            for (int length = 0; length < bytes.length; length++) {
                Path cut = write(Arrays.copyOf(bytes, length));
                MalformedDataException e =
                        assertThrows(MalformedDataException.class, () -> IdxFile.readImages(cut), () -> "" + cut);
                assertTrue(e.getMessage().startsWith(cut + ": "), e.getMessage());
            }
        }
        refuses(
                "goes on after the 18 bytes that it states",
                write(Arrays.copyOf(Files.readAllBytes(whole), 16 + 18 + 1)));
    }

    @Test
    void othersAreToldApart() throws IOException {
        refuses("ends before its magic number, after 0 bytes; it is truncated or no IDX file", write());
        refuses(
                "begins with 00000801, an IDX file of images with 00000803; this is one of labels",
                write(header(0x0801, 0)));
        refuses("begins with 89504e47, an IDX file of images with 00000803", write(header(0x89504E47, 1, 1, 1)));
        Path images = write(header(0x0803, 0, 28, 28));
        Thrown.assertThrown(
                MalformedDataException.class,
                images + ": begins with 00000803, an IDX file of labels with 00000801; this is one of images",
                () -> IdxFile.readLabels(images));
        assertEquals(0, IdxFile.readImages(images).count());
        refuses("is a folder; name a file in it", folder);
        assertThrows(NoSuchFileException.class, () -> IdxFile.readImages(folder.resolve("none")));
        refuses("states images of 0 x 28, which have no pixels; take another file", write(header(0x0803, 1, 0, 28)));
    }

    @Test
    void labelsGoWithTheirImages() throws IOException {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        IdxFile.writeImages(DIGITS, images);
        IdxFile.writeLabels(DIGITS.range(0, 6), labels);
        Thrown.assertThrown(
                MalformedDataException.class,
                labels + ": has 6 labels, " + images + " has 7 images; take the two files of one set",
                () -> IdxFile.read(images, labels));
    }

    @Test
    void extentsDoNotOverflow() throws IOException {
        refuses("states a count of 4294967295, more than can be held", write(header(0x0803, -1, 1, 1)));
        // 2³¹ · 2³¹ · 4 is 0 in 64 bits.
        refuses(
                "states 1073741824 x 1073741824 x 16 bytes, more than can be held",
                write(header(0x0803, 1 << 30, 1 << 30, 16)));
        refuses(
                "states 65536 x 1024 x 16 = 1073741824 bytes, which a file of this size cannot hold; it is truncated",
                write(header(0x0803, 1 << 16, 1024, 16)));
    }

    @Test
    void memoryGrowsWithWhatIsThere() throws IOException {
        // Large enough for the packed size to allow what is stated.
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        ByteBuffer content = ByteBuffer.allocate(16 + noise.length);
        content.put(header(0x0803, 1000, 1024, 1024)).put(noise);
        Path file = write(gzip(content.array()));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        refuses("states 1000 x 1024 x 1024 = 1048576000 bytes and has 1048576; it is truncated", file);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 6 * Files.size(file), () -> allocated + " bytes");
    }

    @Test
    void anyBytesAreReadOrRefused() throws IOException {
        Random random = new Random(7);
        Path whole = folder.resolve("whole");
        IdxFile.writeImages(Images.of(3, 4, 5, new byte[60]), whole);
        byte[] plain = Files.readAllBytes(whole);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = (i % 2 == 0 ? plain : gzip(plain)).clone();
            for (int k = 0; k <= i % 3; k++) {
                bytes[random.nextInt(Math.min(40, bytes.length))] = (byte) random.nextInt(256);
            }
            try {
                IdxFile.readImages(write(bytes));
            } catch (MalformedDataException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000, refused + " refused");
    }

    @Test
    void aFolderWithoutImagesSaysWhatItMustHave() {
        Thrown.assertThrown(
                MalformedDataException.class,
                folder + ": has neither train-images-idx3-ubyte[.gz] nor t10k-images-idx3-ubyte[.gz]; name the folder"
                        + " with the IDX files of MNIST or a set like it",
                () -> IdxFolder.read(folder));
        Path none = folder.resolve("none");
        Thrown.assertThrown(
                MalformedDataException.class,
                none + ": is no folder; name the one with the IDX files",
                () -> IdxFolder.read(none));
    }
}
