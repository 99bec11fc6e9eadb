using System.Collections.Immutable;
using Tallydesk.Identity;
using Tallydesk.Journal;

namespace Tallydesk.Enquiries;

/// <summary>A question by somebody without a license (Policy A7).</summary>
/// <param name="Name">The sender's name, 1 to 200 characters.</param>
/// <param name="Email">Where the answer goes: an address with one @, at most 254 characters.</param>
/// <param name="Subject">1 to 200 characters.</param>
/// <param name="Body">The question, 1 to 10,000 characters.</param>
/// <param name="License">The license the sender claims to own, if any. Nobody has checked it.</param>
[Stored("sendEnquiry")]
[GenerateSerializer, Immutable, Alias("tallydesk.send-enquiry")]
public sealed record SendEnquiry(
    [property: Id(0)] string Name,
    [property: Id(1)] string Email,
    [property: Id(2)] string Subject,
    [property: Id(3)] string Body,
    [property: Id(4)] LicenseNumber? License
);

/// <summary>What a sender is told: the same whoever they are, so that nobody learns whether a license or an address is known.</summary>
/// <param name="Id">Names the enquiry when speaking of it with the vendor; it opens nothing.</param>
/// <param name="SentAt">When it was taken in.</param>
/// <param name="HelpDeskOnly">Where license owners ask: the policy's words.</param>
/// <param name="WrittenEnglish">How support answers: the policy's words.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-receipt")]
public sealed record EnquiryReceipt(
    [property: Id(0)] EnquiryId Id,
    [property: Id(1)] DateTimeOffset SentAt,
    [property: Id(2)] string HelpDeskOnly,
    [property: Id(3)] string WrittenEnglish
);

/// <summary>An answer by staff.</summary>
/// <param name="Body">1 to 10,000 characters.</param>
[Stored("answerEnquiry")]
[GenerateSerializer, Immutable, Alias("tallydesk.answer-enquiry")]
public sealed record AnswerEnquiry([property: Id(0)] string Body);

/// <summary>Where an enquiry stands. The order is that of the list.</summary>
[Stored("enquiryStatus")]
public enum EnquiryStatus
{
    /// <summary>Nobody has answered yet.</summary>
    Open,

    /// <summary>Staff have answered.</summary>
    Answered,

    /// <summary>Nothing more is to be done.</summary>
    Closed,
}

/// <summary>An enquiry as the list shows it to staff, and what a command of theirs came to.</summary>
/// <param name="Id">The enquiry.</param>
/// <param name="Version">Its version.</param>
/// <param name="Status">Status.</param>
/// <param name="Name">The sender's name.</param>
/// <param name="Email">The sender's address.</param>
/// <param name="Subject">Subject.</param>
/// <param name="License">The license the sender claims to own.</param>
/// <param name="OwnsLicense">Whether that license is known, or the address is a customer's: such a sender belongs into the help desk (Policy A7).</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Answers">How often staff have answered.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-card")]
public sealed record EnquiryCard(
    [property: Id(0)] EnquiryId Id,
    [property: Id(1)] long Version,
    [property: Id(2)] EnquiryStatus Status,
    [property: Id(3)] string Name,
    [property: Id(4)] string Email,
    [property: Id(5)] string Subject,
    [property: Id(6)] LicenseNumber? License,
    [property: Id(7)] bool OwnsLicense,
    [property: Id(8)] DateTimeOffset SentAt,
    [property: Id(9)] int Answers
);

/// <summary>A whole enquiry, for staff.</summary>
/// <param name="Card">What the list shows of it.</param>
/// <param name="Body">The question.</param>
/// <param name="Answers">The answers, oldest first.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-view")]
public sealed record EnquiryView(
    [property: Id(0)] EnquiryCard Card,
    [property: Id(1)] string Body,
    [property: Id(2)] ImmutableArray<EnquiryAnswer> Answers
);

/// <summary>An answer that was recorded.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who answered: the actor id.</param>
/// <param name="ByName">The name.</param>
/// <param name="Body">The text.</param>
[GenerateSerializer, Immutable, Alias("tallydesk.enquiry-answer")]
public sealed record EnquiryAnswer(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] string ByName,
    [property: Id(3)] string Body
);
