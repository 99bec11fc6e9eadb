using Tallydesk.Storage;
using Tallydesk.Storage.Sqlite;

namespace Tallydesk.Hosting;

/// <summary>Keeps an operator's command in the wrong folder from making an empty database there.</summary>
internal static class ExistingDatabase
{
    /// <summary>Makes sure that the SQLite database of the settings is there. PostgreSQL says so itself.</summary>
    /// <exception cref="StartupException">It is not.</exception>
    public static void Require(StorageOptions options)
    {
        using var folder = new SqliteFolder(options.Folder);
        if (!options.UsesPostgres && !File.Exists(folder.DatabasePath))
        {
            throw new StartupException($"Storage:Folder: there is no database {folder.DatabasePath}.");
        }
    }
}
