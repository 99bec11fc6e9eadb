namespace Tallydesk.Background;

/// <summary>A dead item of background work, as it is answered.</summary>
/// <param name="Kind">What work it is.</param>
/// <param name="Id">Names it within its kind.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FailedAt">When it last failed.</param>
/// <param name="Failure">Why, without what people wrote.</param>
public sealed record FailedWorkBody(string Kind, string Id, int Attempts, DateTimeOffset FailedAt, string Failure);

/// <summary>A dead item as its row is read.</summary>
public sealed class FailedWorkRow
{
    /// <summary>What work it is.</summary>
    public required string Kind { get; init; }

    /// <summary>Names it within its kind.</summary>
    public required string Id { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it last failed, in Unix milliseconds.</summary>
    public required long FailedAt { get; init; }

    /// <summary>Why.</summary>
    public string? Failure { get; init; }

    /// <summary>The item as it is answered.</summary>
    public FailedWorkBody ToBody() =>
        new(Kind, Id, Attempts, DateTimeOffset.FromUnixTimeMilliseconds(FailedAt), Failure ?? "");
}
