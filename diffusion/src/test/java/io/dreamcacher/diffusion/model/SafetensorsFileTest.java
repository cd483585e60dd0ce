package io.dreamcacher.diffusion.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsFileTest {
    @TempDir
    private Path folder;

    @Test
    void floats_everyFloatType_areWidened() throws IOException {
        SafetensorsFile file = open(new SafetensorsBytes().add("f32", Shape.of(2), 1.5f, -2f)
                .add("f16", TensorType.F16, Shape.of(2), shorts(0x3C00, 0xC000))
                .add("bf16", TensorType.BF16, Shape.of(1, 2), shorts(0x3FC0, 0xC000))
                .add("f64", TensorType.F64, Shape.of(), littleEndian(8).putDouble(0.25).array())
                .toBytes());

        assertThat(file.floats("f32")).containsExactly(1.5f, -2f);
        assertThat(file.floats("f16")).containsExactly(1f, -2f);
        assertThat(file.floats("bf16")).containsExactly(1.5f, -2f);
        assertThat(file.floats("f64")).containsExactly(0.25f);
        assertThat(file.tensor("bf16").shape()).isEqualTo(Shape.of(1, 2));
    }

    @Test
    void longs_bothIntegerTypes_areWidened() throws IOException {
        SafetensorsFile file = open(new SafetensorsBytes()
                .add("i64", TensorType.I64, Shape.of(1), littleEndian(8).putLong(-7).array())
                .add("i32", TensorType.I32, Shape.of(1), littleEndian(4).putInt(49407).array())
                .toBytes());

        assertThat(file.longs("i64")).containsExactly(-7);
        assertThat(file.longs("i32")).containsExactly(49407);
        assertThatThrownBy(() -> file.floats("i64")).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("Tensor i64 of")
                .hasMessageContaining("must be F32, F16, BF16 or F64; found I64");
    }

    @Test
    void floats_moreThanOneChunk_areAllRead() throws IOException {
        float[] values = new float[700_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        SafetensorsFile file = open(new SafetensorsBytes().add("big", Shape.of(values.length), values).toBytes());

        assertThat(file.floats("big")).isEqualTo(values);
    }

    @Test
    void open_symbolicLink_isFollowed() throws IOException {
        Path blob = new SafetensorsBytes().add("a", Shape.of(1), 3f).write(folder.resolve("blob"));
        Path link = Files.createSymbolicLink(folder.resolve("model.safetensors"), blob);

        assertThat(SafetensorsFile.open(link).path()).isEqualTo(blob.toRealPath());
    }

    @Test
    void open_missingFile_isNotFound() {
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND))
                .hasMessageContaining("none.safetensors must exist");
    }

    @Test
    void open_truncatedFile_namesTensorAndBothSizes() {
        byte[] bytes = new SafetensorsBytes().add("layer.weight", Shape.of(4), 1, 2, 3, 4).toBytes();
        assertRefused(Arrays.copyOf(bytes, bytes.length - 3), "Tensor layer.weight of", "within the file's 13 bytes",
                "end at 16");
        assertRefused(new byte[5], "8-byte length", "5 bytes");
        assertRefused(Arrays.copyOf(bytes, 20), "end within the file's 20 bytes");
    }

    @Test
    void open_oversizedHeader_isRefusedBeforeReadingIt() {
        byte[] bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40).array();
        assertRefused(bytes, "at most 100000000 bytes", "claims 1099511627776 bytes");
        bytes[7] = (byte) 0xFF;
        assertRefused(bytes, "claims 18374687579183251456 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|begins at byte 120 and overlaps it",
            "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}|must begin where a ends",
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|must fill it to its end",
            "{'a':{'dtype':'F32','shape':[9],'data_offsets':[0,36]}}|data_offsets end at 36",
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}}|must take 2 elements of 4 bytes (F32 of [2]); its data_offsets span 12 bytes",
            "{'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}}|must be a begin and a later end; found [12, 0]",
            "{'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}}|must have sizes of 0 or more",
            "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,12]}}|product fits 63 bits",
            "{'a':{'dtype':'F24','shape':[4],'data_offsets':[0,12]}}|found \"F24\"",
            "{'a':{'dtype':'F32','shape':[3.5],'data_offsets':[0,12]}}|found 3.5 in it",
            "{'a':{'dtype':'F32','shape':[3]}}|data_offsets of tensor a in",
            "{'a':7}|dtype of tensor a in",
            "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}|distinct names",
            "[1,2]|must be a JSON object",
            "{'a':|must be JSON"})
    void open_invalidHeader_saysWhatMustHoldAndWhatWasFound(String header, String message) {
        assertRefused(SafetensorsBytes.file(header.replace('\'', '"'), new byte[12]), "test.safetensors", message);
    }

    /** Whatever happens to a file's bytes, it opens and reads, or it is refused with a sentence. */
    @Test
    void open_randomMutations_giveAValueOrASentence() throws IOException {
        byte[] valid = new SafetensorsBytes().add("model.layer.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
                .add("ids", TensorType.I64, Shape.of(1), new byte[8])
                .add("half", TensorType.BF16, Shape.of(4), new byte[8])
                .toBytes();
        Random random = new Random(20_261_124);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            refused += opens(mutate(valid, random)) ? 0 : 1;
        }

        assertThat(refused).isBetween(5_000, 19_999);
    }

    private boolean opens(byte[] bytes) throws IOException {
        try {
            SafetensorsFile file = open(bytes);
            for (TensorEntry entry : file.tensors().values()) {
                read(file, entry);
            }
            return true;
        } catch (DreamCacherException e) {
            assertThat(e).hasMessageContaining("must");
            return false;
        }
    }

    private static void read(SafetensorsFile file, TensorEntry entry) {
        switch (entry.type()) {
            case F32, F16, BF16, F64 -> assertThat(file.floats(entry.name())).hasSize((int) entry.shape().elements());
            case I64, I32 -> assertThat(file.longs(entry.name())).hasSize((int) entry.shape().elements());
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, U32, U64 -> {
            }
        }
    }

    private static byte[] mutate(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "0123456789[]{},:\"-eE".charAt(random.nextInt(20));
                case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at + random.nextInt(3)));
                case 4 -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), bytes.length - at);
                default -> throw new AssertionError();
            }
        }
        return bytes;
    }

    private void assertRefused(byte[] bytes, String... parts) {
        assertThatThrownBy(() -> open(bytes))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContainingAll(parts);
    }

    private SafetensorsFile open(byte[] bytes) throws IOException {
        return SafetensorsFile.open(Files.write(folder.resolve("test.safetensors"), bytes));
    }

    private static byte[] shorts(int first, int second) {
        return littleEndian(4).putShort((short) first).putShort((short) second).array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
