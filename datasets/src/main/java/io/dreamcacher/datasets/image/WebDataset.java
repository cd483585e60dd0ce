package io.dreamcacher.datasets.image;

import io.dreamcacher.datasets.file.AtomicFile;
import io.dreamcacher.datasets.file.Defect;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Takes a tar of a WebDataset apart: its pictures and the captions beside them, which an {@link ImageFolder} reads. Samples are members of one name and different
 * endings, {@code 000001.jpg}, {@code 000001.txt}, {@code 000001.json}.
 */
public final class WebDataset {
    private static final int BLOCK = 512;
    private static final Set<Byte> PLAIN = Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL,
            TarConstants.LF_CONTIG);
    private static final long LONGEST_MEMBER = 64L << 20;

    private WebDataset() {}

    /** Whether a file's name is that of a tar. */
    public static boolean isTar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".tar");
    }

    /**
     * Writes the pictures and captions of a tar into a folder. Members with other endings are passed over; links, names that lead out of the
     * folder, what is too long, and what follows where the tar is cut short are told and passed over.
     *
     * @param folder that is there
     * @param defects told of each member that cannot be used, in order
     * @throws io.dreamcacher.failure.DreamCacherException {@code NOT_FOUND} or {@code BAD_REQUEST} where the tar cannot be read at all
     */
    public static void unpack(Path tar, Path folder, Consumer<Defect> defects) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(tar));
                TarArchiveInputStream members = new TarArchiveInputStream(in)) {
            unpack(tar, members, folder.toRealPath(), defects);
        } catch (IOException e) {
            throw AtomicFile.unreadable(tar, e);
        }
    }

    private static void unpack(Path tar, TarArchiveInputStream members, Path folder, Consumer<Defect> defects)
            throws IOException {
        String last = "the beginning";
        while (true) {
            Optional<TarArchiveEntry> member;
            try {
                member = Optional.ofNullable(members.getNextEntry());
                if (member.isEmpty()) {
                    requireWholeBlocks(tar);
                    return;
                }
                last = member.get().getName();
                take(tar, members, member.get(), folder, defects);
            } catch (IOException | IllegalArgumentException e) {
                defects.accept(new Defect(tar, "behind member " + last,
                        "a tar must be whole, but here it is cut short or damaged (%s)".formatted(e.getMessage())));
                return;
            }
        }
    }

    /** A reader takes a header that is cut short for the end. */
    private static void requireWholeBlocks(Path tar) throws IOException {
        if (Files.size(tar) % BLOCK != 0) {
            throw new IOException("%,d bytes, no multiple of %d".formatted(Files.size(tar), BLOCK));
        }
    }

    private static void take(Path tar, TarArchiveInputStream members, TarArchiveEntry member, Path folder,
            Consumer<Defect> defects) throws IOException {
        if (member.isDirectory()) {
            return;
        }
        Optional<Path> place = place(folder, member.getName());
        Optional<String> fault = fault(member, place);
        if (fault.isPresent()) {
            defects.accept(new Defect(tar, "member " + member.getName(), fault.get()));
        } else if (isWanted(place.orElseThrow())) {
            Files.createDirectories(place.get().resolveSibling(""));
            Files.write(place.get(), whole(members, member));
            Files.setLastModifiedTime(place.get(), member.getLastModifiedTime());
        }
    }

    private static byte[] whole(TarArchiveInputStream members, TarArchiveEntry member) throws IOException {
        byte[] bytes = members.readNBytes((int) member.getSize());
        if (bytes.length < member.getSize()) {
            throw new IOException("%,d of %,d bytes".formatted(bytes.length, member.getSize()));
        }
        return bytes;
    }

    private static Optional<String> fault(TarArchiveEntry member, Optional<Path> place) {
        if (place.isEmpty()) {
            return Optional.of("a member must lie below the folder of its set, but this name leads out of it");
        }
        if (!PLAIN.contains(member.getLinkFlag()) || member.isSparse()) {
            return Optional.of("a member must be a plain file, but this is a link or a device");
        }
        return member.getSize() > LONGEST_MEMBER
                ? Optional.of("a member may have %,d bytes, but this has %,d".formatted(LONGEST_MEMBER,
                        member.getSize()))
                : Optional.empty();
    }

    private static Optional<Path> place(Path folder, String name) {
        try {
            Path relative = Path.of(name.replace('\\', '/'));
            Path place = folder.resolve(relative).normalize();
            boolean inside = !relative.isAbsolute() && place.startsWith(folder) && !place.equals(folder)
                    && !name.contains("..") && !name.matches("^[A-Za-z]:.*");
            return inside ? Optional.of(place) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isWanted(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return ImageFolder.isPicture(file) || name.endsWith(".txt") || name.endsWith(".json");
    }
}
