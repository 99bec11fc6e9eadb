using System.Diagnostics.CodeAnalysis;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Storage.Reading;

/// <summary>Tells whether there is a customer of an id, mostly from memory: a customer once known stays known.</summary>
public sealed class KnownCustomers(IJournalReader journal)
{
    private const int Capacity = 200_000;
    private static readonly int IdLength = CustomerId.For(new CommandId("")).Value.Length;
    private readonly Remembered<string, bool> known = new(Capacity);

    /// <summary>Whether the customer exists. What has not an id's form does not, and no grain is asked about it.</summary>
    public async ValueTask<bool> ExistsAsync([NotNullWhen(true)] string? id)
    {
        if (id is null || id.Length != IdLength || !id.StartsWith(CustomerId.Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        if (known.TryFind(id, out _))
        {
            return true;
        }

        return await journal.FindCardAsync(id) is not null && known.Keep(id, true);
    }
}
