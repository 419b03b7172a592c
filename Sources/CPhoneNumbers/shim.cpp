#include "CPhoneNumbers.h"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "certain.h"
#include "zones.h"

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

namespace {

const PhoneNumberUtil &library() { return *PhoneNumberUtil::GetInstance(); }

const ShortNumberInfo &shortNumbers() {
    static const ShortNumberInfo info;
    return info;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// `text` such that only national numbers are without a plus.
std::string marked(const char *text, size_t length, const char *region) {
    std::string marked(text, length);
    if (marked.compare(0, 2, "00") == 0) {
        marked.replace(0, 2, "+");
    } else if (!region && length > 0 && text[0] != '+') {
        marked.insert(0, "+");
    }
    return marked;
}

uint8_t ofShort(const std::string &digits, const std::string &region, uint8_t otherwise) {
    if (shortNumbers().IsEmergencyNumber(digits, region)) return CPhoneVerdictEmergency;
    PhoneNumber number;
    number.set_country_code(library().GetCountryCodeForRegion(region));
    number.set_national_number(std::stoull(digits));
    return shortNumbers().IsValidShortNumberForRegion(number, region) ? CPhoneVerdictShort
                                                                      : otherwise;
}

/// What a number of few digits is that has no country code.
uint8_t ofFewDigits(const char *text, size_t length, const char *region, uint8_t otherwise) {
    std::string digits;
    std::copy_if(text, text + length, std::back_inserter(digits), isDigit);
    if (digits.empty() || digits.size() > 6 || text[0] == '+') return otherwise;
    if (region) return ofShort(digits, region, otherwise);
    for (const char *place : {"US", "GB"}) {
        if (shortNumbers().IsEmergencyNumber(digits, place)) return CPhoneVerdictEmergency;
    }
    return otherwise;
}

uint8_t ofLength(PhoneNumberUtil::ValidationResult result) {
    switch (result) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE: return CPhoneVerdictNoCountry;
    case PhoneNumberUtil::TOO_SHORT: return CPhoneVerdictTooShort;
    case PhoneNumberUtil::TOO_LONG: return CPhoneVerdictTooLong;
    case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY: return CPhoneVerdictNoAreaCode;
    default: return CPhoneVerdictInvalid;
    }
}

uint8_t ofError(PhoneNumberUtil::ErrorType error) {
    switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPhoneVerdictNoCountry;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return CPhoneVerdictTooShort;
    case PhoneNumberUtil::TOO_LONG_NSN: return CPhoneVerdictTooLong;
    default: return CPhoneVerdictNoNumber;
    }
}

uint8_t ofKind(PhoneNumberUtil::PhoneNumberType kind) {
    switch (kind) {
    case PhoneNumberUtil::PREMIUM_RATE: return CPhoneVerdictPremiumRate;
    case PhoneNumberUtil::PAGER: return CPhoneVerdictPager;
    case PhoneNumberUtil::VOICEMAIL: return CPhoneVerdictVoicemail;
    default: return CPhoneVerdictValid;
    }
}

void setRegion(const std::string &region, CPhoneNumber *out) {
    if (region == "ZZ" || region.size() > 3) return;
    std::memcpy(out->region, region.c_str(), region.size() + 1);
}

/// Says in `out` what `number` is.
void judge(const PhoneNumber &number, CPhoneNumber *out) {
    std::string text;
    library().Format(number, PhoneNumberUtil::E164, &text);
    std::string national;
    library().GetNationalSignificantNumber(number, &national);
    std::string region;
    library().GetRegionCodeForCountryCode(number.country_code(), &region);
    const auto length = library().IsPossibleNumberWithReason(number);
    if (length != PhoneNumberUtil::IS_POSSIBLE) {
        setRegion(region, out);
        out->verdict = ofLength(length);
        if (national.size() <= 6) out->verdict = ofShort(national, region, out->verdict);
        return;
    }
    if (text.size() < 8 || text.size() > 16) {
        out->verdict = text.size() < 8 ? CPhoneVerdictTooShort : CPhoneVerdictTooLong;
        return;
    }
    const auto kind = library().GetNumberType(number);
    if (kind != PhoneNumberUtil::UNKNOWN) {
        library().GetRegionCodeForNumber(number, &region);
        out->digits = std::stoull(text.substr(1));
    }
    setRegion(region, out);
    out->countryCode = uint16_t(number.country_code());
    out->kind = uint8_t(kind);
    out->isGeographic = library().IsNumberGeographical(kind, number.country_code());
    out->verdict = kind == PhoneNumberUtil::UNKNOWN ? CPhoneVerdictInvalid : ofKind(kind);
    if (out->verdict == CPhoneVerdictValid && number.has_extension()) {
        out->verdict = CPhoneVerdictExtension;
    }
}

}  // namespace

void CPhoneNumberReadSlowly(
    const char *text, size_t length, const char *region, CPhoneNumber *out) {
    *out = {0, 0, CPhoneVerdictNoNumber, uint8_t(PhoneNumberUtil::UNKNOWN), 0, ""};
    PhoneNumber number;
    const auto error =
        library().Parse(marked(text, length, region), region ? region : "ZZ", &number);
    if (error == PhoneNumberUtil::NO_PARSING_ERROR) {
        judge(number, out);
    } else {
        out->verdict = ofError(error);
    }
    if (out->verdict != CPhoneVerdictValid) {
        out->verdict = ofFewDigits(text, length, region, out->verdict);
    }
}

void CPhoneNumberRead(const char *text, size_t length, const char *region, CPhoneNumber *out) {
    if (!isCertain(text, length, region, out)) CPhoneNumberReadSlowly(text, length, region, out);
}

size_t CPhoneNumberWrite(uint64_t digits, int isNational, char *text, size_t capacity) {
    PhoneNumber number;
    std::string written = "+" + std::to_string(digits);
    if (library().Parse(written, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR) {
        library().Format(
            number, isNational ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL,
            &written);
    }
    const size_t count = std::min(written.size(), capacity - 1);
    std::memcpy(text, written.data(), count);
    text[count] = 0;
    return written.size();
}

uint64_t CPhoneCountryCode(const char *region) {
    return uint64_t(library().GetCountryCodeForRegion(region));
}

void CPhoneRegion(uint64_t countryCode, char *region) {
    std::string name;
    library().GetRegionCodeForCountryCode(int(countryCode), &name);
    std::memset(region, 0, 4);
    std::memcpy(region, name.data(), std::min(name.size(), size_t(3)));
}

const char *CPhoneZoneCountries(void) { return zone_countries; }
const char *CPhoneZonePrefixes(void) { return zone_prefixes; }
