using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Enquiries;

/// <summary>An event of a contact request.</summary>
internal abstract record EnquiryEvent;

/// <summary>The question was taken in.</summary>
[Stored("enquirySent")]
internal sealed record EnquirySent(SendEnquiry Question, bool OwnsLicense, DateTimeOffset At) : EnquiryEvent;

/// <summary>Staff answered.</summary>
[Stored("enquiryAnswered")]
internal sealed record EnquiryAnswered(EnquiryAnswer Answer) : EnquiryEvent;

/// <summary>The contact request was closed.</summary>
[Stored("enquiryClosed")]
internal sealed record EnquiryClosed(string By) : EnquiryEvent;

/// <summary>A contact request's state; the number and size of answers are limited.</summary>
[Stored("enquiry")]
internal sealed record Enquiry : JournaledState, IJournaledState
{
    // Rows of one status stand together, and within it by the instant.
    private const long RanksOfOneStatus = 100_000_000_000_000;

    /// <summary>What was asked; null before.</summary>
    public SendEnquiry? Question { get; init; }

    /// <summary>Whether the sender seems to own a license.</summary>
    public bool OwnsLicense { get; init; }

    /// <summary>When it was sent.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>Status.</summary>
    public EnquiryStatus Status { get; init; }

    /// <summary>The answers, oldest first.</summary>
    public ImmutableArray<EnquiryAnswer> Answers { get; init; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? PendingSince => null;

    /// <inheritdoc/>
    public bool IsPending(string command) => false;

    /// <summary>Its position in the list: open ones first, oldest first.</summary>
    [JsonIgnore]
    public long Rank => ((int)Status * RanksOfOneStatus) + SentAt.ToUnixTimeMilliseconds();

    /// <summary>The contact request after an event.</summary>
    public static Enquiry Apply(Enquiry enquiry, EnquiryEvent happened)
    {
        var next = happened switch
        {
            EnquirySent sent => enquiry with
            {
                Question = sent.Question,
                OwnsLicense = sent.OwnsLicense,
                SentAt = sent.At,
            },
            EnquiryAnswered answered => enquiry with
            {
                Answers = enquiry.Answers.Add(answered.Answer),
                Status = EnquiryStatus.Answered,
            },
            EnquiryClosed => enquiry with { Status = EnquiryStatus.Closed },
            _ => throw new InvalidOperationException($"{happened.GetType().Name} is not a contact request event."),
        };
        return next with { HistorySeq = enquiry.HistorySeq + 1 };
    }

    /// <summary>The card's row in the database.</summary>
    public Card StoredCard(EnquiryId id, long version) =>
        new(CardKinds.Enquiry, Rank, StateJson.Write(Card(id, version))) { Status = StoredNames.Of(Status) };

    /// <summary>The contact request as the list shows it.</summary>
    public EnquiryCard Card(EnquiryId id, long version)
    {
        var question = Question ?? throw new InvalidOperationException("The enquiry has not been sent.");
        return new(
            id,
            version,
            Status,
            question.Name,
            question.Email,
            question.Subject,
            question.License,
            OwnsLicense,
            SentAt,
            Answers.Length
        );
    }
}
