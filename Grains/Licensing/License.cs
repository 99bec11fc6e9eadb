using System.Text.Json.Serialization;
using Tallydesk.Journal;

namespace Tallydesk.Licensing;

/// <summary>Something that happened to a license.</summary>
internal abstract record LicenseEvent;

/// <summary>The license was issued to a customer.</summary>
internal sealed record LicenseIssued(IssueLicense Issue, DateTimeOffset At) : LicenseEvent;

/// <summary>A license's state.</summary>
internal sealed record License : IJournaledState
{
    /// <summary>To whom and as what it was issued; null before.</summary>
    public IssueLicense? Issue { get; init; }

    /// <summary>What it covers.</summary>
    public LicenseCoverage Coverage { get; init; } = new([]);

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; init; }

    /// <inheritdoc/>
    public long HistorySeq { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => null;

    /// <inheritdoc/>
    public bool IsPending(string command) => false;

    /// <summary>The license after an event.</summary>
    public static License Apply(License license, LicenseEvent happened) =>
        happened switch
        {
            LicenseIssued issued => license with
            {
                Issue = issued.Issue,
                Coverage = issued.Issue.Coverage,
                RegisteredAt = issued.At,
                HistorySeq = license.HistorySeq + 1,
            },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is no event of a license."),
        };

    /// <summary>The license as its owner and staff see it.</summary>
    public LicenseView View(long version)
    {
        var issue = Issue ?? throw new InvalidOperationException("The license has not been issued.");
        return new(
            issue.Registration.Number,
            issue.Customer,
            issue.Registration.Edition,
            issue.Kind,
            issue.GrantedCredits,
            Coverage,
            RegisteredAt,
            version
        );
    }
}
