namespace Tallydesk.Storage.Sqlite;

/// <summary>The folder of the SQLite database, claimed by a lock file so that no second process opens it.</summary>
public sealed class SqliteFolder(string folder) : IDisposable
{
    private readonly string folder = Path.GetFullPath(folder);
    private FileStream? claim;

    /// <summary>The database's file.</summary>
    public string DatabasePath => Path.Combine(folder, "tallydesk.db");

    /// <summary>Makes the folder when it is missing, and takes the lock for the life of the process.</summary>
    /// <exception cref="StartupException">The folder can't be written, or another process has it.</exception>
    public void Claim()
    {
        try
        {
            OwnerOnly.CreateFolder(folder);
            claim ??= OwnerOnly.OpenFile(Path.Combine(folder, "tallydesk.lock"), FileMode.OpenOrCreate);
            CreateDatabase();
        }
        catch (Exception failure) when (failure is IOException && IsHeldByAnother(failure))
        {
            throw new StartupException($"Storage:Folder: another process is already using {folder}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Storage:Folder: can't write to {folder}: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => claim?.Dispose();

    // The key ring is in the database, and someone else may have created the folder: no other user of the machine
    // reads the file. SQLite gives the files beside it the same rights.
    private void CreateDatabase()
    {
        if (!File.Exists(DatabasePath))
        {
            OwnerOnly.OpenFile(DatabasePath, FileMode.CreateNew).Dispose();
        }
    }

    // EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows.
    private static bool IsHeldByAnother(Exception failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;
}
