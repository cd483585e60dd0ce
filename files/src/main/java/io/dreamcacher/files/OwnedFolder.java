package io.dreamcacher.files;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A data folder this process owns until it closes this. Closing tells the next owner that all went well, so everything
 * that lies in the folder is closed before. Thread-safe.
 */
public final class OwnedFolder implements AutoCloseable {
    private final ReentrantLock turn = new ReentrantLock();
    private final DataFolder folder;
    private final FolderLock lock;
    private final OwnerFile ownerFile;
    private final Instant since;
    private final boolean previousEndedCleanly;
    private boolean closed;

    /** Takes ownership of the lock and writes the owner file. */
    OwnedFolder(DataFolder folder, FolderLock lock, Instant since) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.since = since;
        this.ownerFile = folder.ownerFile();
        this.previousEndedCleanly = !ownerFile.exists();
        ownerFile.write(new Owner.Command(ProcessHandle.current().pid()), since);
    }

    /** Where everything lies. */
    public DataFolder folder() {
        return folder;
    }

    /** Whether the owner before this one closed the folder, rather than being killed; {@code true} for a new folder. */
    public boolean previousEndedCleanly() {
        return previousEndedCleanly;
    }

    /**
     * Tells other processes that this one is a service they can send requests to.
     *
     * @param address where it listens
     * @param token a secret that only readers of this folder know
     */
    public void publishService(URI address, String token) {
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the data folder is closed, so no service can be published in it");
            }
            ownerFile.write(new Owner.Service(ProcessHandle.current().pid(), address, token), since);
        } catch (IOException e) {
            throw DiskFailure.of(e, "Publishing the service", folder.root());
        } finally {
            turn.unlock();
        }
    }

    /** Gives the folder back. Closing again does nothing. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                giveBack();
            }
        } finally {
            turn.unlock();
        }
    }

    private void giveBack() {
        try (lock) {
            ownerFile.delete();
        } catch (IOException e) {
            throw DiskFailure.of(e, "Closing the data folder", folder.root());
        }
    }
}
